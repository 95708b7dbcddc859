#include "store/disclosures.hpp"

#include "store/content.hpp"
#include "store/disclosure_rows.hpp"

namespace badgewatch::store {
namespace {

const std::string find_text =
    std::string("select ") + disclosure_columns + " from disclosure_request where id = $1";
const std::string lock_text = find_text + " for update";
const Statement select_request{"select_disclosure", find_text.c_str()};
const Statement lock_request{"lock_disclosure", lock_text.c_str()};

const std::string asked_text = std::string("select ") + disclosure_columns +
                               " from disclosure_request"
                               " where asked_by = $1 and number > $2 and $3 in ('', state)"
                               " order by number limit $4";
const std::string to_answer_text = std::string("select ") + disclosure_columns +
                                   " from disclosure_request"
                                   " where asked_of = $1 and number > $2 and $3 in ('', state)"
                                   " order by number limit $4";
const Statement select_asked{"select_disclosures_asked", asked_text.c_str()};
const Statement select_to_answer{"select_disclosures_to_answer", to_answer_text.c_str()};

constexpr Statement select_last_asked{
    "select_last_disclosure_asked",
    "select coalesce(max(number), 0) from disclosure_request where asked_by = $1"};
constexpr Statement select_last_to_answer{
    "select_last_disclosure_to_answer",
    "select coalesce(max(number), 0) from disclosure_request where asked_of = $1"};

constexpr Statement select_items{
    "select_disclosure_items",
    "select id, kind, said_by, actor, said_at, key_version, data_key, content"
    " from disclosure_item where asked_by = $1 and request = $2 order by number"};

constexpr Statement select_file{
    "select_disclosure_file",
    "select i.id, i.kind, i.said_by, i.actor, i.said_at, i.key_version, i.data_key, i.content,"
    "       i.file, i.asked_by"
    " from disclosure_request as r"
    " join disclosure_item as i on i.asked_by = r.asked_by and i.request = r.id"
    " where r.id = $1 and i.id = $2 and i.kind = 'attachment'"};

constexpr Statement select_changes{
    "select_changes_since_asked",
    "select authority, decision, version, change, happened_on, recorded_at, coalesce(state, ''),"
    "       key_version, data_key, content"
    " from changes_since_asked($1)"};

constexpr Statement select_under_way{
    "select_disclosure_under_way",
    "select id from disclosure_request"
    " where id = $1 or (asked_by = $2 and check_id = $3 and entry = $4"
    "                   and state in ('open', 'answered'))"
    " order by id <> $1 limit 1"};

constexpr Statement insert_request{
    "insert_disclosure",
    "insert into disclosure_request (asked_by, id, asked_of, entry_type, entry, check_id, state,"
    "                                received_at, answer_by)"
    " values ($1, $2, $3, $4, $5, $6, 'open', $7, $8)"};

constexpr Statement insert_item{
    "insert_disclosure_item",
    "insert into disclosure_item (asked_by, request, id, kind, said_by, actor, said_at,"
    "                             key_version, data_key, content, file)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};

constexpr Statement update_request{
    "update_disclosure",
    "update disclosure_request set state = $3, answered_at = $4, ended_at = $5"
    " where asked_by = $1 and id = $2"};

constexpr Statement tell_of_disclosure{"tell_of_disclosure",
                                       "select tell_of_disclosure($1, $2, $3, $4)"};

// Numbers become visible in their order, so that no list passes one over.
constexpr Statement wait_for_turn{"wait_for_disclosure_turn", "select pg_advisory_xact_lock($1)"};

constexpr std::string_view foreign_key_violation = "23503";

core::Error unreadable() {
  return {core::Errc::internal, "A stored record cannot be read."};
}

core::Result<void> read_items(Session& session, const Sealer& sealer,
                              ports::DisclosureRequest& request) {
  const auto rows = session.run(select_items, Parameters().text(request.asked_by).add(request.id));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    auto item = item_of(*rows, i, sealer, request.asked_by);
    if (!item) return item.error();
    request.items.push_back(std::move(*item));
  }
  return {};
}

core::Result<ports::DisclosureRequest> read_request(Session& session, const Sealer& sealer,
                                                    const Statement& statement,
                                                    const core::Uuid& id) {
  const auto rows = session.run(statement, Parameters().add(id));
  if (!rows) return rows.error();
  if (rows->empty()) return ports::no_such_request();
  auto request = disclosure_of(*rows, 0);
  if (!request) return request;
  if (auto read = read_items(session, sealer, *request); !read) return read.error();
  return request;
}

// Why an entry was changed, and no more of it, is told to whoever was answered.
core::Result<std::string> reason_in(const Rows& rows, int row, const Sealer& sealer) {
  if (rows.is_null(row, 8)) return std::string();
  const auto authority = rows.at<std::string>(row, 0);
  const auto content = sealer.open(rows.raw(row, 8), rows.at<std::int16_t>(row, 7),
                                   {.table = "decision_change",
                                    .authority = authority,
                                    .id = rows.at<core::Uuid>(row, 1),
                                    .version = rows.at<std::int64_t>(row, 2)},
                                   rows.raw(row, 9));
  if (!content) return content.error();
  ports::HistoryItem item;
  if (auto read = read_change_content(*content, item); !read) return read.error();
  return std::move(item.reason);
}

core::Result<void> read_changes(Session& session, const Sealer& sealer,
                                ports::DisclosureRequest& request) {
  const auto rows = session.run(select_changes, Parameters().add(request.id));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    ports::DisclosedChange change;
    change.change = rows->at<std::string>(i, 3);
    change.on = rows->at<core::Date>(i, 4);
    change.recorded_at = rows->at<core::Instant>(i, 5);
    change.state = rows->at<std::string>(i, 6);
    auto reason = reason_in(*rows, i, sealer);
    if (!reason) return reason.error();
    change.reason = std::move(*reason);
    request.changes.push_back(std::move(change));
  }
  return {};
}

core::Result<void> check_given(Session& session, const ports::Caller& caller, const Statement& last,
                               std::int64_t after) {
  if (after == 0) return {};
  const auto rows = session.run(last, Parameters().text(caller.authority));
  if (!rows) return rows.error();
  if (after > rows->at<std::int64_t>(0, 0)) return ports::never_given();
  return {};
}

// What both sides' events call it, and the alert of who did not do it.
struct News {
  std::string_view what;
  std::string_view alert;
};

News news_of(ports::DisclosureItemKind kind) {
  using Kind = ports::DisclosureItemKind;
  switch (kind) {
    case Kind::question:
      return {"asked", "disclosure_asked"};
    case Kind::message:
    case Kind::attachment:
      return {"message", "disclosure_message"};
    case Kind::answer:
      return {"answered", "disclosure_answered"};
    case Kind::had_regard:
      return {"closed", ""};
    case Kind::withdrawal:
      return {"withdrawn", ""};
  }
  return {};
}

}  // namespace

core::Result<std::vector<ports::DisclosureRequest>> SqlDisclosures::list(
    const ports::Caller& caller, ports::DisclosureList which,
    std::optional<domain::DisclosureState> state, std::int64_t after, std::size_t limit) {
  const bool asked = which == ports::DisclosureList::asked;
  return as_authority(
      context_, caller,
      [&](Session& session) -> core::Result<std::vector<ports::DisclosureRequest>> {
        Parameters parameters;
        parameters.text(caller.authority).add(after).text(state ? name_of(*state) : "");
        parameters.add(static_cast<std::int64_t>(limit));
        const auto rows = session.run(asked ? select_asked : select_to_answer, parameters);
        if (!rows) return rows.error();
        std::vector<ports::DisclosureRequest> requests;
        for (int i = 0; i < rows->size(); ++i) {
          auto request = disclosure_of(*rows, i);
          if (!request) return request.error();
          requests.push_back(std::move(*request));
        }
        if (requests.empty())
          if (auto given = check_given(session, caller,
                                       asked ? select_last_asked : select_last_to_answer, after);
              !given)
            return given.error();
        return requests;
      });
}

core::Result<ports::DisclosureRequest> SqlDisclosures::find(const ports::Caller& caller,
                                                            const core::Uuid& id) {
  return as_authority(context_, caller,
                      [&](Session& session) -> core::Result<ports::DisclosureRequest> {
                        auto request = read_request(session, context_.sealer, select_request, id);
                        if (!request) return request;
                        if (auto read = read_changes(session, context_.sealer, *request); !read)
                          return read.error();
                        return request;
                      });
}

core::Result<ports::Disclosures::File> SqlDisclosures::file(const ports::Caller& caller,
                                                            const core::Uuid& request,
                                                            const core::Uuid& attachment) {
  return as_authority(context_, caller, [&](Session& session) -> core::Result<File> {
    const auto rows = session.run(select_file, Parameters().add(request).add(attachment));
    if (!rows) return rows.error();
    if (rows->empty())
      return core::Error(core::Errc::not_found, "There is no such file in that request.");
    const auto asked_by = rows->at<std::string>(0, 9);
    auto item = item_of(*rows, 0, context_.sealer, asked_by);
    if (!item) return item.error();
    const auto place = item_place(asked_by, attachment);
    const auto key = context_.sealer.unwrap(rows->raw(0, 6), rows->at<std::int16_t>(0, 5), place);
    if (!key) return key.error();
    auto bytes = context_.sealer.open(*key, place, "file", rows->raw(0, 8));
    if (!bytes) return bytes.error();
    return File{std::move(*item), std::move(*bytes)};
  });
}

core::Result<bool> SqlDisclosureWork::is_there(const ports::DisclosureRequest& request) {
  Parameters parameters;
  parameters.add(request.id).text(request.asked_by).add(request.check).add(request.entry);
  const auto rows = session_.run(select_under_way, parameters);
  if (!rows) return rows.error();
  if (rows->empty()) return false;
  const auto found = rows->at<core::Uuid>(0, 0);
  if (found == request.id) return true;
  return core::Error(core::Errc::conflict,
                     "You have asked about this hit already, in the request " + found.text() +
                         ". Write a message there.");
}

core::Result<void> SqlDisclosureWork::open(const ports::DisclosureRequest& request) {
  const auto turn = lock_key(context_.sealer, "disclosure", "");
  if (auto done = session_.run(wait_for_turn, Parameters().add(turn)); !done) return done.error();
  const auto there = is_there(request);
  if (!there) return there.error();
  if (*there) return {};
  Parameters parameters;
  parameters.text(request.asked_by).add(request.id).text(request.asked_of);
  parameters.text(request.entry_type).add(request.entry).add(request.check);
  parameters.add(request.received_at).add(request.answer_by);
  if (auto done = session_.run(insert_request, parameters); !done) {
    if (session_.last_state() == foreign_key_violation)
      return core::Error(core::Errc::not_found,
                         "The entry of this hit is not on the register any more.");
    return done.error();
  }
  if (auto written = write_item(request, request.items.front(), ""); !written) return written;
  return tell(request, request.items.front());
}

core::Result<ports::DisclosureRequest> SqlDisclosureWork::to_change(const core::Uuid& id) {
  return read_request(session_, context_.sealer, lock_request, id);
}

core::Result<void> SqlDisclosureWork::add(const ports::DisclosureRequest& changed,
                                          const ports::DisclosureItem& item,
                                          std::string_view file) {
  if (auto written = write_item(changed, item, file); !written) return written;
  const bool moves = item.kind != ports::DisclosureItemKind::message &&
                     item.kind != ports::DisclosureItemKind::attachment;
  if (moves) {
    Parameters parameters;
    parameters.text(changed.asked_by).add(changed.id).text(name_of(changed.state));
    parameters.add(changed.answered_at).add(changed.ended_at);
    const auto done = session_.run(update_request, parameters);
    if (!done) return done.error();
    if (done->affected() != 1) return unreadable();
  }
  return tell(changed, item);
}

core::Result<void> SqlDisclosureWork::write_item(const ports::DisclosureRequest& request,
                                                 const ports::DisclosureItem& item,
                                                 std::string_view file) {
  const auto& sealer = context_.sealer;
  const auto place = item_place(request.asked_by, item.id);
  const auto generation = sealer.generation();
  const auto key = sealer.new_key();
  std::optional<core::Bytes> sealed_file;
  if (item.kind == ports::DisclosureItemKind::attachment)
    sealed_file = sealer.seal(key, place, "file", file);
  Parameters parameters;
  parameters.text(request.asked_by).add(request.id).add(item.id).text(name_of(item.kind));
  parameters.text(item.said_by).text(item.actor).add(item.said_at).add(generation);
  parameters.bytes(sealer.wrap(key, place, generation));
  parameters.bytes(sealer.seal(key, place, "content", item_content(item)));
  parameters.add(sealed_file ? std::optional(core::ByteView(*sealed_file)) : std::nullopt);
  if (auto done = session_.run(insert_item, parameters); !done) return done.error();
  return {};
}

core::Result<void> SqlDisclosureWork::tell(const ports::DisclosureRequest& request,
                                           const ports::DisclosureItem& item) {
  const auto news = news_of(item.kind);
  Parameters parameters;
  parameters.add(request.id).text(news.what);
  parameters.add(news.alert.empty() ? std::optional<std::string_view>()
                                    : std::optional(news.alert));
  parameters.add(item.said_at);
  if (auto done = session_.run(tell_of_disclosure, parameters); !done) return done.error();
  return {};
}

}  // namespace badgewatch::store
