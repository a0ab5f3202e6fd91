"""The zone's work, one room a bureau would recognise. A domain never imports another domain."""
