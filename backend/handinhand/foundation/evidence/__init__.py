"""Evidence (印证资料): files kept for records, addressed by what is in them."""
