"""The API put together: its operations, who may ask, how errors are answered."""

from __future__ import annotations

from ninja import NinjaAPI
from ninja.operation import Operation

import huoju
from huoju.site.api import errors
from huoju.site.api.auth import A_MINUTE, BySession, ByToken, PerAccount
from huoju.site.api.operations import open_router, router

DESCRIPTION = """火炬的读取接口。数字以文本给出，与库中所存一字不差；未知为 null。
The read API of Huoju. Numbers are texts, exactly as kept; what is unknown is null."""


class Api(NinjaAPI):
    """django-ninja's API with short operation ids: the names of our functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title="火炬 Huoju",
    version=huoju.__version__,
    description=DESCRIPTION,
    urls_namespace="api-1",
    docs_url=None,
    openapi_url=None,  # served by documentation.openapi, under the API's own address
    auth=[ByToken(), BySession()],
    throttle=[PerAccount(A_MINUTE)],
)
api.add_router("", open_router)
api.add_router("", router)
errors.register(api)
