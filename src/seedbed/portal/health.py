"""Health for the load balancer: is the database there, is the schema up to date."""

from django.db import OperationalError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from seedbed.kernel.doors import open_to_all


@require_safe
@open_to_all
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 with `{"ok": true}` while the database answers, else 503. Shows nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            ok = cursor.fetchone() == (1,)
    except OperationalError:
        ok = False
    return JsonResponse({"ok": ok}, status=200 if ok else 503)
