"""`seedbed certificate`: a certificate of our own, so that a trial in the office's network is encrypted."""

import ipaddress
import os
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.management.base import BaseCommand

LIFETIME = timedelta(days=365)
RENEW_BEFORE = timedelta(days=30)


def alternative(name: str) -> x509.GeneralName:
    """Return one host name or address in the form that a certificate lists."""
    try:
        return x509.IPAddress(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        return x509.DNSName(name)


def issue(names: list[str], now: datetime) -> tuple[bytes, bytes]:
    """Return a new certificate for `names` and its key, both as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Seedbed")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName([alternative(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    key_pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    return certificate.public_bytes(serialization.Encoding.PEM), key_pem


def still_good(pem: bytes, names: list[str], now: datetime) -> bool:
    """Whether a certificate lists all `names` and lasts for another month."""
    certificate = x509.load_pem_x509_certificate(pem)
    listed = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {alternative(n) for n in names} <= set(listed) and certificate.not_valid_after_utc > now + RENEW_BEFORE


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


class Command(BaseCommand):
    help = "Make (or keep) a self-signed certificate; prints its file, the key's file and the fingerprint."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="+", help="host names and addresses of this machine")

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        folder = settings.VAR / "tls"
        folder.mkdir(parents=True, exist_ok=True)
        certificate, key, now = folder / "certificate.pem", folder / "key.pem", datetime.now(UTC)
        if not (key.exists() and certificate.exists() and still_good(certificate.read_bytes(), names, now)):
            pem, key_pem = issue(names, now)
            write_private(key, key_pem)
            certificate.write_bytes(pem)
        seen = x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(hashes.SHA256())
        self.stdout.write(f"{certificate}\n{key}\nSHA-256 {seen.hex(':').upper()}")
