#!/usr/bin/env python3
"""Officers sign in at identity providers: a real one, a browser between, and everything refused."""
import concurrent.futures
import html
import json
import re
import subprocess
import unittest
import urllib.parse

from certificates import Authority
from identity_provider import Browser, IdentityProvider
from oauth import PrivateKey, openssl
from register import BIN, Register, RegisterTest, folder, wait_for

ROLES = """[oidc.provider.roles]
officer = ["Badgewatch.Officer"]
decision_maker = ["Badgewatch.DecisionMaker"]
data_administrator = ["Badgewatch.DataAdministrator"]
"""
SECRET = "a secret of forty characters for a test "
# From one look at a provider's keys to the next, and time for a machine that is busy.
ROTATION_SECONDS = 60


def provider(name, issuer, **more):
    """One [[oidc.provider]]."""
    values = {"name": name, "issuer": issuer, "client_id": name, **more}
    return "[[oidc.provider]]\n" + "".join(f"{key} = {json.dumps(value)}\n"
                                           for key, value in values.items())


class IdentityProviders(RegisterTest):
    """`leeds` is Leeds' own, `region` speaks for two, `register` for the register: of one issuer."""

    @classmethod
    def setUpClass(cls):
        cls.place = folder()
        cls.addClassCleanup(subprocess.run, ["rm", "-rf", str(cls.place)], check=False)
        authority = Authority(cls.place)
        cls.tls = authority.client()
        cls.provider = IdentityProvider(authority.issue("provider"))
        cls.addClassCleanup(cls.provider.remove)
        cls.keys = {name: PrivateKey(kind) for name, kind in (("leeds", "EC"), ("register", "RSA"))}
        secret = cls.place / "region.secret"
        secret.write_text(SECRET.strip() + "\n")
        secret.chmod(0o600)
        issuer = cls.provider.issuer
        cls.settings = (
            f'[oidc]\nca_file = "{authority.certificate}"\n'
            + provider("leeds", issuer, title="Leeds City Council", authorities=["LDS"],
                       client_key_file=str(cls.keys["leeds"].path), second_factor=True) + ROLES
            + provider("region", issuer, authorities=["BIR", "MAN"], authority_claim="council",
                       client_secret_file=str(secret)) + ROLES
            + provider("register", issuer, client_key_file=str(cls.keys["register"].path))
            + '[oidc.provider.roles]\noperator = ["Badgewatch.Operator"]\n')
        config = cls.place / "badgewatch.toml"
        config.write_text(Register.settings({}) + cls.settings)
        cls.options = {"config": config}
        super().setUpClass()
        cls.url = cls.register.demo()["base_url"]
        cls.provider.start([cls.client(name) for name in ("leeds", "region", "register")])

    @classmethod
    def client(cls, name):
        """As the provider has this register registered."""
        place = f"{cls.url}/v1/identity-providers/{name}"
        made = {"client_id": name, "redirect_uris": [f"{place}/callback"],
                "post_logout_redirect_uris": [f"{cls.url}/"],
                "backchannel_logout_uri": f"{place}/logout",
                "id_token_signed_response_alg": {"leeds": "ES256", "region": "RS256",
                                                 "register": "PS256"}[name]}
        if name == "region":
            return {**made, "client_secret": SECRET.strip(),
                    "token_endpoint_auth_method": "client_secret_basic"}
        jwks = cls.register.call("GET", f"/v1/identity-providers/{name}/jwks").json()
        return {**made, "token_endpoint_auth_method": "private_key_jwt", "jwks": jwks}

    def person(self, sub, roles=("Badgewatch.Officer",), refuses=False, **claims):
        self.provider.person(sub, refuses, roles=[*roles], **claims)

    def begin(self, browser, name="leeds", more="?to=/checks"):
        status, headers, body = browser.get(f"{self.url}/v1/identity-providers/{name}/sign-in{more}")
        self.assertEqual(status, 303, body)
        return headers["location"]

    def go(self, name="leeds", browser=None, change=lambda url: url, more="?to=/checks"):
        """A browser that was at the provider, and the address that it is sent back to."""
        browser = browser or Browser(self.tls)
        return browser, browser.follow(change(self.begin(browser, name, more)), self.url)

    def sign_in(self, name="leeds", browser=None, **more):
        browser, back = self.go(name, browser, **more)
        status, headers, body = browser.get(back)
        self.assertEqual(status, 303, body)
        self.assertEqual(headers["location"], "/checks")
        return browser

    def session(self, browser, status=200):
        got, _, body = browser.get(f"{self.url}/v1/session")
        self.assertEqual(got, status, body)
        return json.loads(body)

    def officer(self, browser):
        return self.session(browser)["officer"]

    def assertRefused(self, browser, back, status=403):
        """Nobody is signed in by that answer."""
        got, headers, body = browser.get(back)
        self.assertEqual(got, status, body)
        self.assertEqual(headers["content-type"], "application/problem+json")
        self.assertFalse([one for one in headers["set-cookie"] if one.startswith("__Host-badgewatch=")])
        self.session(browser, 401)
        return json.loads(body)

    def officers(self, authority):
        key = self.administrators.setdefault(authority, self.administrator(authority))
        return self.assertAnswer(self.call("GET", "/v1/officers", key), 200)["officers"]

    administrators = {}

    def administrator(self, authority):
        return self.register.key(authority)

    def test_an_officer_signs_in_and_is_known_from_then_on(self):
        self.person("ambler", ["Badgewatch.Officer", "unknown here"], name="Ann Ambler")
        browser = self.sign_in()
        told = self.officer(browser)
        self.assertEqual(told["roles"], ["officer"])
        self.assertEqual(told["authority"], "LDS")
        self.assertEqual(told["name"], "Ann Ambler")
        self.assertEqual(browser.get(f"{self.url}/v1/alerts")[0], 200)
        self.assertEqual(browser.get(f"{self.url}/v1/keys")[0], 403)
        # Roles are those of the newest sign-in, of every session.
        self.person("ambler", ["Badgewatch.DataAdministrator"], name="Ann Ambler")
        again = self.sign_in()
        self.assertEqual(self.officer(again)["roles"], ["data_administrator"])
        self.assertEqual(self.officer(browser)["roles"], ["data_administrator"])
        self.assertEqual(self.officer(again)["id"], told["id"])

    def test_each_way_to_prove_oneself_and_each_algorithm_works(self):
        self.person("pat", council="BIR")
        self.assertEqual(self.officer(self.sign_in("region"))["authority"], "BIR")
        self.person("olu", ["Badgewatch.Operator"])
        self.assertEqual(self.officer(self.sign_in("register"))["roles"], ["operator"])

    def test_the_session_replaces_the_one_before(self):
        self.person("rep")
        browser = self.sign_in()
        before = dict(browser.cookies[urllib.parse.urlsplit(self.url).netloc])
        self.sign_in(browser=browser)
        self.session(browser)
        old = Browser(self.tls)
        old.cookies = {urllib.parse.urlsplit(self.url).netloc: before}
        self.session(old, 401)

    def test_an_answer_is_used_once_and_by_the_browser_that_was_sent(self):
        self.person("ann")
        browser, back = self.go()
        self.assertRefused(Browser(self.tls), back)
        thief = Browser(self.tls)
        self.begin(thief)
        self.assertRefused(thief, back)
        kept = json.loads(json.dumps(browser.cookies))
        self.assertEqual(browser.get(back)[0], 303)
        for _ in range(2):  # with the cookie, which a thief of it could keep
            replay = Browser(self.tls)
            replay.cookies = json.loads(json.dumps(kept))
            self.assertIn("used before", self.assertRefused(replay, back)["detail"])

    def test_of_many_who_bring_one_answer_one_is_signed_in(self):
        self.person("ann")
        browser, back = self.go()
        browsers = []
        for _ in range(12):
            browsers.append(Browser(self.tls))
            browsers[-1].cookies = json.loads(json.dumps(browser.cookies))
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            answers = [*pool.map(lambda one: one.get(back)[0], browsers)]
        self.assertEqual(answers.count(303), 1, answers)
        self.assertLessEqual(set(answers), {303, 403, 503})

    def test_two_tabs_may_sign_in_at_once(self):
        self.person("ann")
        browser = Browser(self.tls)
        first = self.begin(browser)
        second = self.begin(browser)
        for address in (first, second):
            self.assertEqual(browser.get(browser.follow(address, self.url))[0], 303)

    def test_a_code_is_of_no_use_in_another_sign_in(self):
        self.person("ann")
        browser, spent = self.go()
        self.assertEqual(browser.get(spent)[0], 303)
        _, unspent = self.go()  # somebody else's, that was never brought
        for other in (spent, unspent):
            victim, back = self.go()
            code = urllib.parse.parse_qs(urllib.parse.urlsplit(other).query)["code"][0]
            self.assertRefused(victim, re.sub("code=[^&]+", f"code={code}", back))

    def test_a_changed_nonce_or_challenge_is_noticed(self):
        self.person("ann")
        for change in (lambda url: re.sub("nonce=[^&]+", "nonce=another", url),
                       lambda url: re.sub("code_challenge=[^&]+", "code_challenge=" + "x" * 43, url)):
            browser, back = self.go(change=change)
            self.assertRefused(browser, back)

    def test_an_answer_in_the_name_of_another_issuer_is_refused(self):
        self.person("ann")
        for by in ("iss=https%3A%2F%2Fevil.example", "iss=", "x=1"):
            browser, back = self.go()
            self.assertIn("iss=", back)
            self.assertRefused(browser, re.sub("iss=[^&]+", by, back))
        # The answer of one provider brought to another's address.
        browser, back = self.go("leeds")
        self.assertRefused(browser, back.replace("/leeds/", "/region/"))

    def test_who_is_refused_there_is_not_signed_in_here(self):
        self.person("ann", refuses=True)
        browser, back = self.go()
        self.assertIn("error=access_denied", back)
        self.assertRefused(browser, back)

    def test_a_look_ahead_uses_nothing_up(self):
        self.person("ann")
        browser, back = self.go()
        self.assertEqual(browser.get(back, "HEAD")[0], 405)
        self.assertEqual(browser.get(back)[0], 303)

    def test_nobody_is_made_who_has_no_role(self):
        before = self.officers("LDS")
        for roles in ([], ["Badgewatch.Operator"], ["badgewatch.officer"], ["officer"]):
            self.person("nobody in particular", roles)
            browser, back = self.go()
            self.assertRefused(browser, back)
        self.assertEqual(self.officers("LDS"), before)

    def test_a_lost_role_ends_sessions_and_a_disabled_officer_stays_out(self):
        self.person("lee")
        browser = self.sign_in()
        officer = self.officer(browser)["id"]
        self.person("lee", [])
        other, back = self.go()
        self.assertRefused(other, back)
        self.session(browser, 401)
        listed = next(one for one in self.officers("LDS") if one["id"] == officer)
        self.assertEqual(listed["roles"], [])
        self.person("lee")
        browser = self.sign_in()
        self.assertEqual(self.officer(browser)["id"], officer)
        self.assertEqual(self.call("DELETE", f"/v1/officers/{officer}", self.register.key("LDS")).status,
                         204)
        self.session(browser, 401)
        other, back = self.go()
        self.assertRefused(other, back)

    def test_a_provider_speaks_for_its_authorities_alone(self):
        for council in ("LDS", "TFL", "bir", "", None, ["BIR"]):
            self.person("max", council=council)
            browser, back = self.go("region")
            self.assertRefused(browser, back)
        self.person("max", council="BIR")
        self.assertEqual(self.officer(self.sign_in("leeds"))["authority"], "LDS")
        birmingham = self.sign_in("region")
        self.assertEqual(self.officer(birmingham)["authority"], "BIR")
        # Who moves to another authority of a shared provider is nobody's at the first any more.
        self.person("max", council="MAN")
        self.assertEqual(self.officer(self.sign_in("region"))["authority"], "MAN")
        self.session(birmingham, 401)
        for name, roles in (("leeds", ["Badgewatch.Operator"]), ("register", ["Badgewatch.Officer"])):
            self.person("max", roles)
            browser, back = self.go(name)
            self.assertRefused(browser, back)

    def test_who_has_the_same_address_of_mail_is_not_the_same(self):
        self.person("one", email="shared@example.org", name="One")
        one = self.officer(self.sign_in())["id"]
        self.person("two", email="shared@example.org", name="One")
        self.assertNotEqual(self.officer(self.sign_in())["id"], one)

    def test_a_second_factor_shown_there_counts_where_it_was_shown_just_now(self):
        self.person("sec", ["Badgewatch.DataAdministrator"])
        browser = self.sign_in(more="?to=/checks&anew=true")
        self.assertIsNotNone(self.session(browser)["second_factor_fresh_until"])
        self.person("sec2", ["Badgewatch.DataAdministrator"], council="BIR")
        self.assertIsNone(self.session(self.sign_in("region"))["second_factor_fresh_until"])

    def test_one_goes_back_to_this_site_alone(self):
        browser = Browser(self.tls)
        place = f"{self.url}/v1/identity-providers/leeds/sign-in"
        for to in ("//evil.example", "https://evil.example", "/%5Cevil.example", "evil", "",
                   "/%0d%0aSet-Cookie:x=y", "/" + "x" * 500, "%2F%2Fevil.example", "javascript:x"):
            status, headers, body = browser.get(f"{place}?to={to}")
            self.assertEqual(status, 400, (to, body))
            self.assertNotIn("location", headers)
        for query in ("?to=/a&to=/b", "?x=1", "?to=%zz"):
            self.assertEqual(browser.get(place + query)[0], 400)
        self.assertEqual(browser.get(place.replace("leeds", "nowhere"))[0], 404)

    def test_the_list_of_providers_and_their_keys(self):
        listed = self.assertAnswer(self.call("GET", "/v1/identity-providers"), 200)
        self.assertEqual(listed["identity_providers"][0],
                         {"name": "leeds", "title": "Leeds City Council",
                          "sign_in": "/v1/identity-providers/leeds/sign-in"})
        self.assertEqual([one["name"] for one in listed["identity_providers"]],
                         ["leeds", "region", "register"])
        key = self.assertAnswer(self.call("GET", "/v1/identity-providers/leeds/jwks"), 200)["keys"][0]
        self.assertEqual({key["x"], key["y"]}, {self.keys["leeds"].jwk()[one] for one in "xy"})
        self.assertNotIn("d", key)
        self.assertProblem(self.call("GET", "/v1/identity-providers/region/jwks"), 404)

    def test_while_the_provider_is_down_nobody_new_comes_and_who_is_there_stays(self):
        self.person("ann")
        browser = self.sign_in()
        other, back = self.go()
        self.provider.order(down=True)
        try:
            self.assertRefused(other, back, 503)
            self.session(browser)
            self.begin(other)  # what is known of it still serves
        finally:
            self.provider.order(up=True)
        self.sign_in()

    def test_a_provider_may_change_its_keys(self):
        self.person("ann")
        self.sign_in()
        self.provider.order(rotate=True)

        def signs_in():
            browser, back = self.go()
            return browser.get(back)[0] == 303
        wait_for(signs_in, "the new keys to be fetched", ROTATION_SECONDS)

    def test_signing_out_there_signs_out_here(self):
        self.person("bea")
        browser, other = self.sign_in(), self.sign_in()
        status, _, body = browser.get(f"{self.provider.issuer}/session/end?client_id=leeds")
        self.assertEqual(status, 200)
        xsrf = re.search(r'name="xsrf" value="([^"]+)"', html.unescape(body.decode())).group(1)
        browser.get(f"{self.provider.issuer}/session/end/confirm", "POST",
                    {"Content-Type": "application/x-www-form-urlencoded"}, f"xsrf={xsrf}&logout=yes")
        for one in (browser, other):
            wait_for(lambda one=one: one.get(f"{self.url}/v1/session")[0] == 401, "the session to end")

    def test_logout_tokens_that_are_none(self):
        place = f"{self.url}/v1/identity-providers/leeds/logout"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for kind, body in ((form, ""), (form, "logout_token=a.b.c"), (form, "logout_token="),
                           (form, "logout_token=a&logout_token=b"), ({}, "logout_token=x")):
            self.assertEqual(Browser().get(place, "POST", kind, body)[0], 400)

    def test_signing_out_here_says_where_to_sign_out_there(self):
        self.person("cat")
        browser = self.sign_in()
        token = self.session(browser)["csrf_token"]
        status, _, body = browser.get(f"{self.url}/v1/session", "DELETE", {"X-CSRF-Token": token})
        self.assertEqual(status, 200, body)
        where = urllib.parse.urlsplit(json.loads(body)["sign_out_at"])
        self.assertEqual(f"{where.scheme}://{where.netloc}{where.path}",
                         f"{self.provider.issuer}/session/end")
        self.assertEqual(urllib.parse.parse_qs(where.query),
                         {"client_id": ["leeds"], "post_logout_redirect_uri": [f"{self.url}/"]})
        self.session(browser, 401)

    def test_another_daemon_takes_the_answer_and_refuses_it_the_second_time(self):
        self.person("ann")
        other = self.other_daemon(self.settings)
        browser, back = self.go()
        netloc = urllib.parse.urlsplit(self.url).netloc
        browser.cookies[f"127.0.0.1:{other.port}"] = dict(browser.cookies[netloc])
        there = back.replace(self.url, f"http://127.0.0.1:{other.port}")
        self.assertEqual(browser.get(there)[0], 303)
        self.assertRefused(browser, back)

    def test_a_provider_whose_certificate_is_not_trusted_is_not_asked(self):
        other = self.other_daemon(re.sub('ca_file = "[^"]+"\n', "", self.settings))
        answer = other.call("GET", "/v1/identity-providers/leeds/sign-in")
        self.assertProblem(answer, 503, "unavailable")
        self.assertIn("certificate", answer.json()["detail"])

    def other_daemon(self, settings):
        other = Register(serve=True)
        self.addCleanup(other.remove)
        shared = self.register.shared()
        shared["http"]["public_url"] = self.url
        other.config = other.write_config(shared)
        other.config.write_text(other.config.read_text() + settings)
        return other.start()

    def test_nothing_of_whom_it_was_told_is_in_the_log(self):
        self.person("subject-of-a-test", name="Zebedee Unlikely", email="zebedee@example.org")
        browser, back = self.go()
        code = urllib.parse.parse_qs(urllib.parse.urlsplit(back).query)["code"][0]
        self.assertEqual(browser.get(back)[0], 303)
        self.assertRefused(Browser(self.tls), back)
        self.person("subject-of-a-test", [], name="Zebedee Unlikely", email="zebedee@example.org")
        other, back = self.go()
        self.assertRefused(other, back)
        log = self.register.log.read_text()
        for word in ("Zebedee", "zebedee", "subject-of-a-test", code, "eyJ", SECRET.strip()):
            self.assertNotIn(word, log)
        self.assertIn('"cause":"no_role"', log)
        metrics = self.call("GET", "/metrics").body.decode()
        self.assertIn('badgewatch_provider_sign_ins_total{outcome="no_role",provider="leeds"}', metrics)
        self.assertNotIn("subject-of-a-test", metrics)


class Settings(unittest.TestCase):
    """`badgewatchd config check` of the section."""

    def check(self, settings):
        with_it = self.place / "badgewatch.toml"
        with_it.write_text(Register.settings({}) + settings)
        return subprocess.run([str(BIN / "badgewatchd"), "config", "check", "--config", str(with_it)],
                              capture_output=True, text=True, timeout=60, check=False)

    def setUp(self):
        self.place = folder()
        self.addCleanup(subprocess.run, ["rm", "-rf", str(self.place)], check=False)
        self.key = self.place / "leeds.key"
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", str(self.key))
        self.key.chmod(0o600)

    def leeds(self, **more):
        settings = {"issuer": "https://login.example.org", "authorities": ["LDS"], **more}
        return provider("leeds", client_key_file=str(self.key), **settings) + ROLES

    def test_good_settings_are_good(self):
        done = self.check(self.leeds())
        self.assertEqual((done.returncode, done.stdout), (0, "The settings are good.\n"), done.stderr)

    def test_each_fault_is_named(self):
        for settings, told in (
                (self.leeds(authorities=["XXX"]), 'oidc.provider "leeds": there is no authority with the code XXX.'),
                (self.leeds().replace("leeds.key", "none.key"),
                 'oidc.provider "leeds": client_key_file: The private key file cannot be read.'),
                ('[oidc]\nca_file = "none.pem"\n', "oidc.ca_file: there is no file"),
                (self.leeds(issuer="http://login.example.org"), "oidc.provider.0.issuer must be"),
                (self.leeds(authority="LDS"), "oidc.provider.0.authority is no setting of Badgewatch")):
            done = self.check(settings)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(told, done.stderr)

    def test_a_key_that_others_may_read_is_refused_by_the_check_and_by_the_start(self):
        self.key.chmod(0o640)
        self.assertIn("Other users may read the private key file", self.check(self.leeds()).stderr)
        state = self.place / "state"
        done = subprocess.run([str(BIN / "badgewatchd"), "serve", "--config",
                               str(self.place / "badgewatch.toml"), "--state", str(state), "--port", "0"],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("Other users may read the private key file", done.stderr)


if __name__ == "__main__":
    unittest.main()
