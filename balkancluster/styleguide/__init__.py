"""Every token and component on one page, drawn by the real templates, for those who build and who judge."""
