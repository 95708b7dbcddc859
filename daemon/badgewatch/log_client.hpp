// The log's calls of the API, read strictly.
#pragma once

#include "client/http_client.hpp"
#include "proof/checkpoint.hpp"

#include <vector>

namespace badgewatch::cli {

core::Result<std::string> fetch_checkpoint(client::HttpClient& http);

// As the register says it; nothing of it is verified.
core::Result<std::vector<core::Hash>> fetch_consistency(client::HttpClient& http,
                                                        std::uint64_t from, std::uint64_t to);

struct Inclusion {
  std::uint64_t number = 0;
  std::vector<core::Hash> proof;
  std::string checkpoint;  // of the tree that the proof is for
};
// Of the leaf with this commitment, in hexadecimal. Errc::unavailable while it is not signed yet.
core::Result<Inclusion> fetch_inclusion(client::HttpClient& http, const std::string& commitment);

}  // namespace badgewatch::cli
