"""The resources, and the hooks behind them."""
