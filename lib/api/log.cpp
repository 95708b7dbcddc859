#include "api/log.hpp"

#include "api/answers.hpp"
#include "core/json_writer.hpp"
#include "core/uuid.hpp"
#include "http/query.hpp"

#include <algorithm>
#include <charconv>

namespace badgewatch::api {

namespace {

constexpr std::string_view tiles = "/v1/log/tile/";

http::Response answer(std::string type, std::string body) {
  return {.status = 200, .headers = {{"Content-Type", std::move(type)}}, .body = std::move(body)};
}

core::Result<ports::SignedTree> newest_of(Context& context) {
  auto newest = context.log.newest();
  if (!newest) return newest.error();
  if (!*newest)
    return core::Error(core::Errc::unavailable, "The log has not been signed yet. Ask again.");
  return std::move(**newest);
}

// A size of the log, from the query.
core::Result<std::optional<std::uint64_t>> size_in(const http::Query& query,
                                                   std::string_view name) {
  const auto text = query.find(name);
  if (!text) return std::optional<std::uint64_t>();
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), size);
  if (error != std::errc() || end != text->data() + text->size() || std::to_string(size) != *text)
    return core::Error(core::Errc::malformed,
                       "`" + std::string(name) + "` must be a number of leaves.");
  return std::optional(size);
}

core::Error not_signed_so_far(const proof::TreeHead& newest) {
  return {core::Errc::malformed, "The log has been signed with " + std::to_string(newest.size) +
                                     " leaves so far: ask for no more."};
}

void write_hashes(core::JsonWriter& out, std::string_view name,
                  const std::vector<core::Hash>& hashes) {
  out.key(name).begin_array();
  for (const auto& hash : hashes)
    out.value(core::base64(hash));
  out.end_array();
}

core::Result<ports::LeafPlace> find_leaf(Context& context, const Call& call) {
  const auto& text = call.path.at("leaf");
  if (const auto id = core::Uuid::parse(text)) return context.log.find(call.caller(), *id);
  const auto bytes = core::from_hex(text);
  core::Hash commitment{};
  if (!bytes || bytes->size() != commitment.size())
    return core::Error(core::Errc::not_found, "There is no such leaf of yours.");
  std::copy(bytes->begin(), bytes->end(), commitment.begin());
  return context.log.find(call.caller(), commitment);
}

// The tree that a proof is wanted in: the newest that was signed, or an older one.
struct Wanted {
  proof::TreeHead tree;
  std::optional<std::string> checkpoint;  // of that tree
};

proof::TileNodes nodes_of(Context& context, std::uint64_t size) {
  return {size, [&context](const proof::TileRequest& wanted) { return context.log.tile(wanted); }};
}

core::Result<Wanted> wanted_tree(Context& context, const std::optional<std::uint64_t>& size) {
  auto newest = newest_of(context);
  if (!newest) return newest.error();
  const auto wanted = size.value_or(newest->tree.size);
  if (wanted > newest->tree.size) return not_signed_so_far(newest->tree);
  if (wanted == newest->tree.size) return Wanted{newest->tree, std::move(newest->note)};
  auto nodes = nodes_of(context, wanted);
  const auto root = proof::root_of(wanted, nodes.reader());
  if (!root) return root.error();
  return Wanted{{wanted, *root}, {}};
}

core::Result<std::string> inclusion(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"size"});
  if (!query) return query.error();
  const auto size = size_in(*query, "size");
  if (!size) return size.error();
  const auto place = find_leaf(context, call);
  if (!place) return place.error();
  const auto wanted = wanted_tree(context, *size);
  if (!wanted) return wanted.error();
  if (*size && place->number && *place->number >= wanted->tree.size)
    return core::Error(core::Errc::not_found,
                       "The first " + std::to_string(wanted->tree.size) +
                           " leaves do not include it: ask for the newest, without `size`.");
  if (!place->number || *place->number >= wanted->tree.size)
    return core::Error(core::Errc::unavailable,
                       "The leaf is recorded and not in a signed checkpoint yet: it will be within "
                       "a minute of its making.");
  auto nodes = nodes_of(context, wanted->tree.size);
  const auto path = proof::inclusion_proof(*place->number, wanted->tree.size, nodes.reader());
  if (!path) return path.error();

  core::JsonWriter out;
  out.begin_object().key("leaf").begin_object();
  out.member("id", place->id.text()).member("commitment", core::hex(place->commitment));
  out.member("number", static_cast<std::int64_t>(*place->number)).end_object();
  out.member("size", static_cast<std::int64_t>(wanted->tree.size));
  out.member("root", core::base64(wanted->tree.root));
  write_hashes(out, "proof", *path);
  out.member("checkpoint", wanted->checkpoint);
  return std::move(out.end_object()).take();
}

core::Result<std::string> consistency(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"from", "to"});
  if (!query) return query.error();
  const auto from = size_in(*query, "from");
  if (!from) return from.error();
  const auto to = size_in(*query, "to");
  if (!to) return to.error();
  if (!*from)
    return core::Error(core::Errc::malformed, "Say in `from` how large the older log was.");
  const auto wanted = wanted_tree(context, *to);
  if (!wanted) return wanted.error();
  if (**from > wanted->tree.size)
    return core::Error(core::Errc::malformed, "`from` must not be more than `to`.");
  auto nodes = nodes_of(context, wanted->tree.size);
  const auto path = proof::consistency_proof(**from, wanted->tree.size, nodes.reader());
  if (!path) return path.error();
  core::JsonWriter out;
  out.begin_object().member("from", static_cast<std::int64_t>(**from));
  out.member("to", static_cast<std::int64_t>(wanted->tree.size));
  write_hashes(out, "proof", *path);
  out.member("checkpoint", wanted->checkpoint);
  return std::move(out.end_object()).take();
}

core::Result<core::Bytes> tile(Context& context, const Call& call) {
  const core::Error none(core::Errc::not_found, "The signed log has no such tile.");
  // As it was sent: a tile has one address.
  const auto wanted =
      proof::parse_tile_path(std::string_view(call.request.head.path).substr(tiles.size()));
  if (!wanted) return none;
  const auto newest = context.log.newest();
  if (!newest) return newest.error();
  if (!*newest || wanted->width > proof::tile_width_in(wanted->at, (*newest)->tree.size))
    return none;
  const auto hashes = context.log.tile(*wanted);
  if (!hashes) return hashes.error();
  return proof::tile_bytes(*hashes);
}

http::Response json_or_problem(core::Result<std::string> body) {
  if (!body) return http::problem(body.error());
  return json_answer(200, std::move(*body));
}

}  // namespace

http::Response get_log_checkpoint(Context& context, const Call& /*call*/) {
  auto newest = newest_of(context);
  if (!newest) return http::problem(newest.error());
  return answer("text/plain; charset=utf-8", std::move(newest->note));
}

http::Response get_log_tile(Context& context, const Call& call) {
  const auto bytes = tile(context, call);
  if (!bytes) return http::problem(bytes.error());
  return answer("application/octet-stream", std::string(core::as_text(*bytes)));
}

http::Response get_log_leaf(Context& context, const Call& call) {
  return json_or_problem(inclusion(context, call));
}

http::Response get_log_consistency(Context& context, const Call& call) {
  return json_or_problem(consistency(context, call));
}

}  // namespace badgewatch::api
