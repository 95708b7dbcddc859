#include "config/oidc_settings.hpp"

#include "access/claim_roles.hpp"
#include "access/discovery.hpp"
#include "config/credential_files.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::daemon {
namespace {

constexpr std::size_t longest_name = 32;
constexpr std::size_t longest_word = 200;
constexpr std::int64_t longest_max_age = 86'400;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_name &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

// Visible ASCII, as a scope, a claim's name and a client's id are.
bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= longest_word &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= 10 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

// One [[oidc.provider]].
class ProviderReader {
public:
  ProviderReader(SettingReader& file, std::size_t place, bool plain)
      : file_(file), head_("oidc.provider." + std::to_string(place) + "."), plain_(plain) {}

  ProviderConfig read(const std::filesystem::path& credentials) {
    ProviderConfig out;
    read_itself(out);
    read_client(out, credentials);
    read_wishes(out);
    read_mapping(out);
    return out;
  }

  void fault(std::string_view key, std::string_view sentence) {
    file_.fault(head_ + std::string(key), sentence);
  }

private:
  void text(std::string_view key, std::string& out) { file_.text(head_ + std::string(key), out); }
  void texts(std::string_view key, std::vector<std::string>& out) {
    file_.texts(head_ + std::string(key), out);
  }

  void read_itself(ProviderConfig& out) {
    text("name", out.name);
    if (!is_name(out.name))
      fault("name",
            "must be 1 to 32 of a-z, 0-9 and hyphen: it stands in the provider's addresses here");
    text("title", out.title);
    if (out.title.empty()) out.title = out.name;
    text("issuer", out.issuer);
    if (!access::is_issuer(out.issuer, plain_))
      fault("issuer",
            "must be the provider's own name for itself, exactly as its discovery document has it, "
            "as \"https://login.example.org/tenant\" (plain http only on this machine, and with "
            "oidc.plain_loopback = true)");
  }

  void read_client(ProviderConfig& out, const std::filesystem::path& credentials) {
    text("client_id", out.client_id);
    if (!is_word(out.client_id))
      fault("client_id",
            "must be what the provider calls this register: 1 to 200 visible characters");
    file_.path(head_ + "client_key_file", out.client_key_file);
    file_.path(head_ + "client_secret_file", out.client_secret_file);
    if (!out.name.empty()) {
      take_credential(credentials, "oidc-" + out.name + ".key", out.client_key_file);
      take_credential(credentials, "oidc-" + out.name + ".secret", out.client_secret_file);
    }
    if (out.client_key_file.empty() == out.client_secret_file.empty())
      fault("client_key_file",
            "or client_secret_file must be set, and not both: by it the register proves to the "
            "provider who it is");
  }

  void read_wishes(ProviderConfig& out) {
    texts("scopes", out.scopes);
    for (const auto& scope : out.scopes)
      if (!is_word(scope) || scope == "openid" || scope == "offline_access")
        fault("scopes",
              "must hold scopes besides openid, as [\"profile\"]; offline_access is of no "
              "use here");
    std::size_t prompt = 0;
    constexpr std::array prompts = {"", "login", "select_account", "consent"};
    file_.choice(head_ + "prompt", prompt, {"", "login", "select_account", "consent"});
    out.prompt = prompts.at(prompt);
    file_.integer(head_ + "max_age_seconds", out.max_age_seconds, 0, longest_max_age);
    texts("acr", out.acr);
    for (const auto& acr : out.acr)
      if (!is_word(acr)) fault("acr", "must hold values of the claim acr, without blanks");
    file_.boolean(head_ + "second_factor", out.second_factor);
    text("name_claim", out.name_claim);
  }

  void read_mapping(ProviderConfig& out) {
    texts("authorities", out.authorities);
    for (const auto& code : out.authorities)
      if (!is_code(code)) fault("authorities", "must hold codes of authorities, as [\"LDS\"]");
    text("authority_claim", out.authority_claim);
    if (out.authorities.size() > 1 && out.authority_claim.empty())
      fault("authority_claim",
            "must name the claim that says which of several authorities somebody belongs to");
    if (out.authorities.empty() && !out.authority_claim.empty())
      fault("authority_claim", "is of no use where authorities is empty");
    text("roles_claim", out.roles_claim);
    if (!is_word(out.roles_claim)) fault("roles_claim", "must name the claim that says the roles");
    read_roles(out);
  }

  void read_roles(ProviderConfig& out) {
    const bool is_registers = out.authorities.empty();
    bool gives_one = false;
    for (const auto& [role, name] : access::role_names) {
      const auto key = "roles." + std::string(name);
      std::vector<std::string> values;
      texts(key, values);
      if (values.empty()) continue;
      out.roles.emplace_back(name, values);
      gives_one = true;
      if (std::any_of(values.begin(), values.end(), [](const auto& one) { return one.empty(); }))
        fault(key, "must hold values of the claim of roles, and none that is empty");
      if (access::is_of_authority(role) == is_registers)
        fault(key, is_registers
                       ? "is a role at an authority: authorities must name one"
                       : "is a role of the register's own people: a provider that gives it speaks "
                         "for no authority");
    }
    if (!gives_one)
      fault("roles",
            "must say for one role at least which values of the claim give it, as officer "
            "= [\"Badgewatch.Officer\"] under [oidc.provider.roles]");
  }

  SettingReader& file_;
  std::string head_;
  bool plain_;
};

bool speak_for_the_same(const ProviderConfig& one, const ProviderConfig& other) {
  if (one.authorities.empty() || other.authorities.empty())
    return one.authorities.empty() && other.authorities.empty();
  return std::any_of(one.authorities.begin(), one.authorities.end(), [&](const auto& code) {
    return std::find(other.authorities.begin(), other.authorities.end(), code) !=
           other.authorities.end();
  });
}

bool share_a_file(const ProviderConfig& one, const ProviderConfig& other) {
  const auto same = [](const auto& a, const auto& b) { return !a.empty() && a == b; };
  return same(one.client_key_file, other.client_key_file) ||
         same(one.client_secret_file, other.client_secret_file);
}

void check_beside(const ProviderConfig& one, const ProviderConfig& earlier,
                  ProviderReader& reader) {
  if (one.name == earlier.name && !one.name.empty())
    reader.fault("name", "is that of another provider");
  if (one.issuer == earlier.issuer) {
    if (speak_for_the_same(one, earlier))
      reader.fault(
          "authorities",
          "are spoken for by another provider of that issuer: what the one gives the other "
          "would take");
  } else if (share_a_file(one, earlier)) {
    // Else one provider could have this register sign what it shows to the other.
    reader.fault("client_key_file",
                 "is another issuer's too: each needs a key or secret of its own");
  }
}

// Where the browser comes back to must be what the provider was told, and what browsers see.
void check_public_url(SettingReader& file, const Config& config) {
  const auto address = core::IpAddress::read(config.http.address);
  const bool is_local =
      address && address->is_loopback() && !config.tls.is_on() && !config.proxy.ends_tls;
  if (config.http.public_url.empty() && !is_local)
    file.fault("http.public_url",
               "must be set where officers sign in at an identity provider: it "
               "sends them back there");
}

}  // namespace

void read_oidc(SettingReader& file, Config& config, const std::filesystem::path& credentials) {
  auto& oidc = config.oidc;
  file.path("oidc.ca_file", oidc.ca_file);
  file.boolean("oidc.plain_loopback", oidc.plain_loopback);
  if (file.is_set("oidc.provider"))
    file.fault("oidc.provider", "is a list: write [[oidc.provider]] above each");
  const auto count = file.tables("oidc.provider");
  for (std::size_t place = 0; place < count; ++place) {
    ProviderReader reader(file, place, oidc.plain_loopback);
    auto provider = reader.read(credentials);
    for (const auto& earlier : oidc.providers)
      check_beside(provider, earlier, reader);
    oidc.providers.push_back(std::move(provider));
  }
  if (count > 0) check_public_url(file, config);
}

}  // namespace badgewatch::daemon
