"""An authority of the tests' own and the certificates that it signs, made with the openssl program."""
import os
import ssl
import subprocess


class Authority:
    def __init__(self, folder, name="Test authority"):
        self.folder = folder
        self.key, self.certificate = folder / "ca.key", folder / "ca.pem"
        self._run("req", "-x509", *self._key(self.key), "-out", self.certificate, "-days", "2",
                  "-subj", f"/CN={name}")

    @staticmethod
    def _run(*command):
        subprocess.run(["openssl", *map(str, command)], check=True, capture_output=True, timeout=30,
                       stdin=subprocess.DEVNULL)

    @staticmethod
    def _key(file, kind="ec"):
        form = (["-newkey", "rsa:2048"] if kind == "rsa" else
                ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
        return [*form, "-nodes", "-keyout", file]

    def issue(self, stem, name="localhost", kind="ec", days="1"):
        """Certificate and key; files that are there already are replaced, each at once."""
        certificate, key = self.folder / f"{stem}.pem", self.folder / f"{stem}.key"
        request, names = self.folder / f"{stem}.csr", self.folder / f"{stem}.ext"
        names.write_text(f"subjectAltName=DNS:{name.replace(' ', '-')},IP:127.0.0.1\n")
        new_key, new_certificate = f"{key}.new", f"{certificate}.new"
        self._run("req", *self._key(new_key, kind), "-out", request, "-subj", f"/CN={name}")
        self._run("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key,
                  "-set_serial", int.from_bytes(os.urandom(8), "big") >> 1, "-out", new_certificate,
                  "-days", days, "-extfile", names)
        os.chmod(new_key, 0o600)
        os.replace(new_certificate, certificate)
        os.replace(new_key, key)
        return certificate, key

    def client(self, own=None):
        """What a client trusts, and the certificate and key that it shows."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        if own:
            context.load_cert_chain(*map(str, own))
        return context
