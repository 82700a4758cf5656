"""The hooks over the SDK's own gRPC servicer, without an engine."""
