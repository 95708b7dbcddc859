#!/usr/bin/env python3
"""What is refused before anything is done with it: framing, sizes, JSON, keys, addresses."""
import json
import re
import subprocess
import threading
import unittest

from officers import Browser
from register import BIN, RegisterTest, check, decision, licence, person


class Strictness(RegisterTest):

    def send(self, head, body=b"", **fields):
        """The bytes as they are, with a key; what comes back, and whether the daemon closed."""
        key = fields.get("key", self.register.key("TFL"))
        if isinstance(head, str):
            head = head.encode("latin-1")
        authorization = f"Authorization: Bearer {key}\r\n".encode()
        return self.register.raw(head.replace(b"KEY\r\n", authorization) + body, seconds=8)

    def assertRefusedAndClosed(self, head, body=b"", status=400):
        told, closed = self.send(head, body)
        self.assertTrue(told.startswith(b"HTTP/1.1 %d " % status), told[:300])
        self.assertTrue(closed, "the connection is still open")
        answers = re.findall(rb"^HTTP/1\.1 (\d+)", told, re.M)
        self.assertEqual(len(answers), 1, told)
        text = told.split(b"\r\n\r\n", 1)
        self.assertIn(b"application/problem+json", text[0].lower())
        self.assertProblemDocument(json.loads(text[1]), status)

    # --- framing: refused, and closed, because nobody can say where the next request begins

    def test_two_framings(self):
        for one in ("Content-Length: 2\r\nTransfer-Encoding: chunked",
                    "Transfer-Encoding: chunked\r\nContent-Length: 2",
                    "Content-Length: 2\r\nContent-Length: 2", "Content-Length: 2\r\ncontent-length: 3",
                    "Content-Length: +2", "Content-Length: 2,2", "Content-Length: 02",
                    "Content-Length: 0x2", "Content-Length: -1", "Content-Length: 2 2"):
            with self.subTest(one):
                self.assertRefusedAndClosed(
                    f"POST /v1/checks HTTP/1.1\r\nHost: a\r\nKEY\r\n{one}\r\n\r\n", b"{}")

    def test_transfer_codings(self):
        for one in ("gzip", "chunked, gzip", "gzip, chunked", "chunked, chunked", "identity",
                    "xchunked", "chunked;q=1", "\tchunked x", ""):
            with self.subTest(one):
                self.assertRefusedAndClosed(
                    "POST /v1/checks HTTP/1.1\r\nHost: a\r\nKEY\r\n"
                    f"Transfer-Encoding: {one}\r\n\r\n", b"0\r\n\r\n")
        self.assertRefusedAndClosed("POST /v1/checks HTTP/1.1\r\nHost: a\r\nKEY\r\n"
                                    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                                    b"0\r\n\r\n")
        self.assertRefusedAndClosed("POST /v1/checks HTTP/1.0\r\nHost: a\r\nKEY\r\n"
                                    "Transfer-Encoding: chunked\r\n\r\n", b"0\r\n\r\n")

    def test_host(self):
        for one in ("", "Host: a\r\nHost: a\r\n", "Host: a\r\nHost: b\r\n", "Host:\r\n",
                    "Host: a b\r\n", "Host: a/b\r\n", "Host: a@b\r\n"):
            with self.subTest(one):
                self.assertRefusedAndClosed(f"GET /v1/alerts HTTP/1.1\r\n{one}KEY\r\n\r\n")

    def test_lines(self):
        for name, head in {
                "bare LF": "GET /livez HTTP/1.1\nHost: a\n\n",
                "bare LF in a field": "GET /livez HTTP/1.1\r\nHost: a\r\nX: 1\nY: 2\r\n\r\n",
                "folded": "GET /livez HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n",
                "space before the colon": "GET /livez HTTP/1.1\r\nHost : a\r\n\r\n",
                "bare CR": "GET /livez HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
                "NUL in a field": "GET /livez HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
                "no version": "GET /livez\r\nHost: a\r\n\r\n",
                "HTTP/2.0": "GET /livez HTTP/2.0\r\nHost: a\r\n\r\n",
                "two spaces": "GET  /livez HTTP/1.1\r\nHost: a\r\n\r\n"}.items():
            with self.subTest(name):
                self.assertRefusedAndClosed(head)

    def test_targets(self):
        for one in ("/livez%00", "/livez\x01", "/livez\x7f", "/livez%0d%0aX:1", "/v1/alerts?after=%00",
                    "http://a/livez", "a:80", "/a/../livez", "/a/%2e%2e/livez", "/livez%", "/livez#x",
                    "/v1/licences/%ff"):
            with self.subTest(one):
                self.assertRefusedAndClosed(f"GET {one} HTTP/1.1\r\nHost: a\r\nKEY\r\n\r\n")

    def test_chunks(self):
        head = "POST /v1/checks HTTP/1.1\r\nHost: a\r\nKEY\r\nTransfer-Encoding: chunked\r\n\r\n"
        for body in (b"2;a=b\r\n{}\r\n0\r\n\r\n", b"2;\r\n{}\r\n0\r\n\r\n", b"0x2\r\n{}\r\n0\r\n\r\n",
                     b"2 \r\n{}\r\n0\r\n\r\n", b"2\n{}\n0\n\n", b"-2\r\n{}\r\n0\r\n\r\n",
                     b"2\r\n{}X0\r\n\r\n", b"FFFFFFFFFFFFFFFFF\r\n",
                     b"2\r\n{}\r\n0\r\nX: 1\r\n\r\n",
                     b"2\r\n{}\r\n0\r\nAuthorization: Bearer x\r\n\r\n"):
            with self.subTest(body):
                self.assertRefusedAndClosed(head, body)

    def test_body_on_get(self):
        self.assertRefusedAndClosed("GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n",
                                    b"{}")
        self.assertRefusedAndClosed("GET /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked"
                                    "\r\n\r\n", b"0\r\n\r\n")

    def test_nothing_behind_a_refusal_is_a_request(self):
        told, closed = self.send("POST /v1/checks HTTP/1.1\r\nHost: a\r\nKEY\r\nContent-Length: 4\r\n"
                                 "Transfer-Encoding: chunked\r\n\r\n",
                                 b"0\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
        self.assertTrue(closed)
        self.assertNotIn(b"alive", told)

    # --- sizes

    def test_large_bodies_and_headers(self):
        fits = json.dumps(check()).encode().ljust(64 * 1024)
        for path in ("/v1/checks", "/v1/decisions"):
            self.assertProblem(self.call("POST", path, "TFL", fits + b" "), 413, "too-large")
        self.assertEqual(self.call("POST", "/v1/checks", "TFL", fits).status, 201)
        self.assertProblem(self.call("PUT", "/v1/licences/1", "TFL", b" " * 65537), 413)
        self.assertRefusedAndClosed("GET /livez HTTP/1.1\r\nHost: a\r\nX: " + "x" * 20000 + "\r\n\r\n",
                                    status=413)
        self.assertRefusedAndClosed("GET /livez HTTP/1.1\r\nHost: a\r\n" + "X: 1\r\n" * 200 + "\r\n")

    # --- JSON: 400 for what is not JSON as it is taken here

    def test_json_names_the_place(self):
        body = json.dumps(check(person("Mark Marker"))).replace('"full": "', '"full": "x", "full": "')
        problem = self.assertProblem(self.call("POST", "/v1/checks", "TFL", body.encode()), 400,
                                     "malformed")
        self.assertEqual([one["pointer"] for one in problem["errors"]], ["/subject/names/0/full"])

    def test_json_that_is_none(self):
        whole = json.dumps(check(person("Mark Marker")))
        for name, body in {
                "nothing": b"", "half": whole[:-1].encode(), "list": b"[]", "text": b'"x"',
                "more behind it": whole.encode() + b"{}", "comment": b"/**/" + whole.encode(),
                "trailing comma": whole[:-1].encode() + b",}", "byte-order mark":
                b"\xef\xbb\xbf" + whole.encode(), "single quotes": b"{'a':1}",
                "twice": whole[:-1].encode() + b',"purpose":"renewal"}',
                "twice, escaped": whole[:-1].encode() + b',"purp\\u006fse":"renewal"}',
                "twice, deeper": whole.replace('"names"', '"names":[],"names"').encode(),
                "NUL": whole.replace("Marker", "Mar\\u0000ker").encode(),
                "raw NUL": whole.replace("Marker", "Mar\0ker").encode(),
                "control": whole.replace("Marker", "Mar\nker").encode(),
                "NaN": whole[:-1].encode() + b',"x":NaN}', "Infinity":
                whole[:-1].encode() + b',"x":Infinity}', "1e400": whole[:-1].encode() + b',"x":1e400}',
                "-1e400": whole[:-1].encode() + b',"x":-1e400}', "digits":
                whole[:-1].encode() + b',"x":' + b"9" * 400 + b"}", "too large a number":
                whole[:-1].encode() + b',"x":123456789012345678901234567890}',
                "lone surrogate": whole.replace("Marker", "\\ud800").encode(),
                "not UTF-8": whole.encode().replace(b"Marker", b"M\xffrker"),
                "overlong": whole.encode().replace(b"Marker", b"M\xc0\xafrker"),
                "UTF-16": whole.encode("utf-16"),
                "33 deep": whole[:-1].encode() + b',"x":' + b"[" * 32 + b"]" * 32 + b"}",
                "very deep": b"[" * 30000 + b"]" * 30000}.items():
            with self.subTest(name):
                problem = self.assertProblem(self.call("POST", "/v1/checks", "TFL", body), 400,
                                             "malformed")
                self.assertNotIn("Mark", json.dumps(problem))

    def test_json_of_another_shape_is_422(self):
        deep = {**check(), "x": json.loads("[" * 31 + "]" * 31)}
        self.assertProblem(self.call("POST", "/v1/checks", "TFL", deep), 422, "invalid", ["/x"])
        self.assertProblem(self.call("POST", "/v1/checks", "TFL", {**check(), "a/b~c": 1}), 422,
                           "invalid", ["/a~1b~0c"])
        many = {**decision(), **{f"x{i}": i for i in range(50)}}
        problem = self.assertProblem(self.call("POST", "/v1/decisions", "TFL", many), 422, "invalid")
        self.assertGreaterEqual(len(problem["errors"]), 10)

    def test_rows_are_as_strict(self):
        row = json.dumps({"licence_number": "STRICT", **licence()})
        for bad in (row[:-1] + ',"class":"dual"}', row.replace("Ada", "A\\u0000da"),
                    row[:-1] + ',"x":1e400}', row.replace("Ada", "\\udfff")):
            line, end = self.register.upload("/v1/licences/batch", "TFL", bad.encode() + b"\n").lines()
            self.assertEqual((line["result"], end["summary"]["rejected"]), ("rejected", 1), bad)
        for bad in (row.encode().replace(b"Ada", b"\xff"), row.encode().replace(b"Ada", b"A\0da")):
            line, _ = self.register.upload("/v1/licences/batch", "TFL", bad + b"\n").lines()
            self.assertEqual(line["result"], "rejected", bad)
        self.assertProblem(self.call("GET", "/v1/licences/STRICT", "TFL"), 404)

    # --- who asks, and where

    def test_keys(self):
        for value in (None, "", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer bw_" + "a" * 51,
                      "Bearer " + self.register.key("TFL") + "x", self.register.key("TFL"),
                      "Bearer " + self.register.key("TFL")[:-1] + "\u00e9"):
            headers = {} if value is None else {"Authorization": value}
            with self.subTest(value):
                answer = self.call("GET", "/v1/alerts", headers=headers)
                self.assertProblem(answer, 401, "unauthenticated")
                self.assertIn("Bearer", answer.headers["www-authenticate"])

    def test_addresses_that_are_none(self):
        for path in ("/", "/v1", "/v1/", "/v1/nowhere", "/v2/checks", "/v1/checks/", "//livez",
                     "/livez/", "/v1/licences", "/v1/checks/a/b", "/admin", "/v1/Checks"):
            with self.subTest(path):
                self.assertProblem(self.call("GET", path, "TFL"),
                                   404 if path != "/v1/checks" else 405)

    def test_methods(self):
        for method, path, allowed in (("DELETE", "/v1/licences/1", "GET, HEAD, PUT"),
                                      ("PUT", "/v1/checks", "GET, HEAD, POST"),
                                      ("PUT", "/livez", "GET, HEAD"),
                                      ("GET", "/v1/checks/batch", "POST"),
                                      ("PATCH", "/v1/decisions", "GET, HEAD, POST")):
            answer = self.call(method, path, "TFL")
            self.assertProblem(answer, 405, "method-not-allowed")
            self.assertEqual(answer.headers["allow"], allowed)
        for method in ("TRACE", "CONNECT", "BREW", "get"):
            self.assertRefusedAndClosed(f"{method} /livez HTTP/1.1\r\nHost: a\r\n\r\n", status=405)

    def test_head_has_no_body(self):
        answer = self.call("HEAD", "/v1/alerts", "TFL")
        self.assertEqual((answer.status, answer.body), (200, b""))

    def test_one_connection_serves_many(self):
        with self.register.connect() as wire:
            wire.sendall(b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n" * 3 +
                         b"GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            told = b""
            while part := wire.recv(65536):
                told += part
        self.assertEqual(told.count(b"alive"), 4)

    def test_more_files_at_once_than_there_is_room_for(self):
        administrator = next(one for one in self.register.officers("TFL") if "data_administrator" in one["roles"])
        browser = Browser(self.register).sign_in(administrator)
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        rows = "licence_number,class,status,full_name\r\n" + "".join(
            f"ROOM/{n},private_hire,current,Driver of room {n}\r\n" for n in range(3000))
        body = (f'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{browser.csrf}'
                '\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\n\r\n'
                f"{rows}\r\n--b--\r\n").encode()
        sent = ("POST /drivers/upload HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\n"
                f"Cookie: {cookies}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode() + body
        told = []
        senders = [threading.Thread(target=lambda: told.append(self.register.raw(sent, seconds=120)[0]))
                   for _ in range(24)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        taken = [one for one in told if one.startswith(b"HTTP/1.1 200 ")]
        refused = [one for one in told if one.startswith(b"HTTP/1.1 503 ")]
        self.assertEqual(len(taken) + len(refused), 24, [one[:60] for one in told])
        self.assertGreaterEqual(len(taken), 4)
        self.assertTrue(refused)
        self.assertIn(b"text/html", refused[0])
        self.assertIn(b"retry-after: 30", refused[0].lower())
        self.assertIn(b"Too many files are being sent just now", refused[0])
        # Who tries again is taken.
        self.assertTrue(self.register.raw(sent, seconds=120)[0].startswith(b"HTTP/1.1 200 "))

    def test_the_benchmark_of_pages_signs_in_and_finds_each_page(self):
        told = subprocess.run([str(BIN / "badgewatch-bench"), "pages", "--url", self.register.demo()["base_url"],
                               "--demo", str(self.register.state / "demo.json"), "--authority", "GLG",
                               "--runs", "1"], capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(told.returncode, 0, told.stderr)
        rows = [json.loads(line) for line in told.stdout.splitlines()]
        self.assertGreaterEqual(len(rows), 15)
        for row in rows:
            self.assertEqual((row["unit"], row["detail"]["runs"]), ("ms", 1))
            # A check is answered by the way to its page.
            self.assertEqual(row["detail"]["bytes"] > 500, row["name"] != "page_check", row)

    def test_cursors(self):
        for path in ("/v1/alerts", "/v1/events"):
            for bad in ("after=x", "after=-1", "after=", "after=1.5", "after=99999999999999999999",
                        "after=1&after=2", "beyond=1", "before=x", "after=+1", "after=%31x"):
                self.assertProblem(self.call("GET", f"{path}?{bad}", "TFL"), 400, "malformed")


if __name__ == "__main__":
    unittest.main()
