def forged(request, reason=""):
    return None
