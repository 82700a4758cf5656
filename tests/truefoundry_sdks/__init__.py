"""TrueFoundry's own SDKs, each in a virtual environment of its own: independent witnesses of our fake and our adapter.

`truefoundry-sdk` 0.1.20 and 0.3.4 speak the prefix `api/ml/v1`, 0.6.0 `api/svc/v1`.
"""
