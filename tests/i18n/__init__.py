"""Language without a server: scripts, folding, negotiation, formats, catalogues."""
