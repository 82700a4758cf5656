"""Reads what Pulumi writes about previews and updates: documents and streams, complete, cut or failed."""
