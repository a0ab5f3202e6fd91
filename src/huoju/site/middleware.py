def content_security_policy(get_response):
    return get_response


def language(get_response):
    return get_response


def as_of(get_response):
    return get_response


class AnswerErrors:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)


RequirePermission = AnswerErrors
