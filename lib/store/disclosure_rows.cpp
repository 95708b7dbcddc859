#include "store/disclosure_rows.hpp"

#include "core/json_reader.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::store {

namespace {

core::Error unreadable() {
  return {core::Errc::internal, "A stored record cannot be read."};
}

std::string text_in(const core::Json& json, std::string_view key) {
  const auto* object = json.object();
  if (object == nullptr) return {};
  for (const auto& [name, value] : *object)
    if (name == key && value.string() != nullptr) return *value.string();
  return {};
}

std::int64_t number_in(const core::Json& json, std::string_view key) {
  const auto* object = json.object();
  if (object == nullptr) return 0;
  for (const auto& [name, value] : *object)
    if (name == key && value.integer() != nullptr) return *value.integer();
  return 0;
}

}  // namespace

core::Result<ports::DisclosureRequest> disclosure_of(const Rows& rows, int row) {
  ports::DisclosureRequest request;
  request.id = rows.at<core::Uuid>(row, 0);
  request.number = rows.at<std::int64_t>(row, 1);
  request.asked_by = rows.at<std::string>(row, 2);
  request.asked_of = rows.at<std::string>(row, 3);
  request.entry_type = rows.at<std::string>(row, 4);
  request.entry = rows.at<core::Uuid>(row, 5);
  request.check = rows.at<core::Uuid>(row, 6);
  const auto state = domain::disclosure_state_named(rows.at<std::string>(row, 7));
  if (!state) return unreadable();
  request.state = *state;
  request.received_at = rows.at<core::Instant>(row, 8);
  request.answer_by = rows.at<core::Date>(row, 9);
  request.answered_at = rows.maybe<core::Instant>(row, 10);
  request.ended_at = rows.maybe<core::Instant>(row, 11);
  return request;
}

SealedPlace item_place(const std::string& asked_by, const core::Uuid& id) {
  return {.table = "disclosure_item", .authority = asked_by, .id = id, .version = 1};
}

std::string item_content(const ports::DisclosureItem& item) {
  core::JsonWriter out;
  out.begin_object().member("name", item.name).member("text", item.text);
  if (item.kind == ports::DisclosureItemKind::attachment)
    out.member("media_type", item.media_type).member("bytes", item.bytes);
  return std::move(out.end_object()).take();
}

core::Result<ports::DisclosureItem> item_of(const Rows& rows, int row, const Sealer& sealer,
                                            const std::string& asked_by) {
  ports::DisclosureItem item;
  item.id = rows.at<core::Uuid>(row, 0);
  const auto kind = ports::disclosure_item_kind_named(rows.at<std::string>(row, 1));
  if (!kind) return unreadable();
  item.kind = *kind;
  item.said_by = rows.at<std::string>(row, 2);
  item.actor = rows.at<std::string>(row, 3);
  item.said_at = rows.at<core::Instant>(row, 4);
  const auto text = sealer.open(rows.raw(row, 6), rows.at<std::int16_t>(row, 5),
                                item_place(asked_by, item.id), rows.raw(row, 7));
  if (!text) return text.error();
  const auto json = core::parse_json(*text);
  if (!json) return unreadable();
  item.name = text_in(*json, "name");
  item.text = text_in(*json, "text");
  item.media_type = text_in(*json, "media_type");
  item.bytes = number_in(*json, "bytes");
  return item;
}

}  // namespace badgewatch::store
