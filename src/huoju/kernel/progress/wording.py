"""Numbers as officials write them live in the catalog room; the names are kept here for those who import them."""

from huoju.kernel.catalog.wording import ENGLISH, PERCENTS, WIDE, percent, plain, written

__all__ = ["ENGLISH", "PERCENTS", "WIDE", "percent", "plain", "written"]
