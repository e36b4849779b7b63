"""Nine named rules that find gaps in a pyramid, and what people decided on them."""
