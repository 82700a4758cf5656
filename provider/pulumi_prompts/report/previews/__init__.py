"""What Pulumi writes of previews and updates, read: documents and streams, whole, cut or failed."""
