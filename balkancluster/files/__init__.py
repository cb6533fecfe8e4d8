"""Files: uploads, what is known of them, their storage, thumbnails and delivery."""
