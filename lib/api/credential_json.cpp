#include "api/credential_json.hpp"

#include "access/network.hpp"
#include "access/scope.hpp"

namespace badgewatch::api {

namespace {

constexpr std::size_t longest_name = 200;  // access::is_label says what is wrong with it

std::vector<std::string> read_texts(core::JsonReader& reader, std::string_view name,
                                    std::size_t most) {
  std::vector<std::string> texts;
  const auto* list = reader.optional_array(name, most);
  if (list == nullptr) return texts;
  for (const auto& one : *list)
    // What is no text is no scope and no network either, and is named as such.
    texts.push_back(one.string() == nullptr ? std::string() : *one.string());
  return texts;
}

}  // namespace

access::CredentialWanted read_credential_wanted(core::JsonReader& reader) {
  access::CredentialWanted wanted;
  const auto before = reader.problems().size();
  wanted.name = reader.string("name", longest_name);
  wanted.scopes = read_texts(reader, "scopes", access::scope_names.size());
  wanted.networks = read_texts(reader, "networks", access::most_networks);
  if (reader.problems().size() == before)
    access::check_wanted(wanted, access::GivenBy::administrator, reader.problems());
  return wanted;
}

void write_texts(core::JsonWriter& out, std::string_view name,
                 const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const auto& text : texts)
    out.value(text);
  out.end_array();
}

}  // namespace badgewatch::api
