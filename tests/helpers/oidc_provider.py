"""A small OpenID Connect provider on this machine, like Microsoft Entra: it signs real tokens.

It has one person, ``person`` (claims), and signs in every visitor as that person without asking. ``wrong`` makes it
misbehave: a function that is given the claims and may change them, or return a token of its own.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, SECRET = "our-client", "our-secret"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    def __init__(self):
        self.key = new_key()
        self.person, self.wrong, self.claims_issuer = {}, None, None
        self.codes, self.asked = {}, []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def begin_again(self, **person):
        self.person = {"sub": "number-1", "email_verified": True, **person}
        self.wrong = self.claims_issuer = None
        self.codes.clear()
        self.asked.clear()

    def discovery(self):
        return {
            "issuer": self.claims_issuer or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self):
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**key, "kid": "1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked):
        """The URL to redirect the browser to, with a single-use code."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        answer = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{answer}"

    def token(self, asked):
        begun = self.codes.pop(asked["code"], None)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if begun is None or challenge != begun["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if (asked["client_id"], asked["client_secret"]) != (CLIENT_ID, SECRET):
            return 401, {"error": "invalid_client"}
        return 200, {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "id_token": self.id_token(begun["nonce"]),
        }

    def id_token(self, nonce):
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            **self.person,
        }
        instead = self.wrong(claims) if self.wrong else None
        return instead if instead is not None else self.sign(claims)

    def sign(self, claims, key=None, kid="1"):
        return jwt.encode(claims, key or self.key, algorithm="RS256", headers={"kid": kid})


def _handler(provider):
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def do_GET(self):
            address = urlsplit(self.path)
            provider.asked.append(address.path)
            if address.path == "/authorize":
                asked = {key: values[0] for key, values in parse_qs(address.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
                return
            answers = {
                "/.well-known/openid-configuration": provider.discovery,
                "/keys": provider.keys,
            }
            self._answer(200, answers[address.path]())

        def do_POST(self):
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*provider.token({k: v[0] for k, v in parse_qs(body).items()}))

        def _answer(self, status, data):
            body = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
