"""What every page shares: header, surface, look, actions, links."""
