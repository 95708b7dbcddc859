// What keys and clients have in common, as JSON.
#pragma once

#include "access/key_making.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::api {

// `name`, `scopes` and `networks`, checked for what an authority's own administrator may give.
access::CredentialWanted read_credential_wanted(core::JsonReader& reader);

void write_texts(core::JsonWriter& out, std::string_view name,
                 const std::vector<std::string>& texts);

}  // namespace badgewatch::api
