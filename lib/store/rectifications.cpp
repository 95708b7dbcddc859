#include "store/rectifications.hpp"

#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "store/duties.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr const char* columns =
    "id, number, received_by, recorded_by, entry, received_on, taken_at, answer_by, state,"
    " ended_at, key_version, data_key, content, answer, extended_on, told_on, extension";

const std::string find_text =
    std::string("select ") + columns + " from rectification_request where id = $1";
const std::string lock_text = find_text + " for update";
const Statement select_request{"select_rectification", find_text.c_str()};
const Statement lock_request{"lock_rectification", lock_text.c_str()};

const std::string list_text = std::string("select ") + columns +
                              " from rectification_request"
                              " where $1 in (received_by, recorded_by) and number > $2"
                              "   and $3 in ('', state) order by number limit $4";
const Statement select_requests{"select_rectifications", list_text.c_str()};

constexpr Statement select_last{"select_last_rectification",
                                "select coalesce(max(number), 0) from rectification_request"
                                " where $1 in (received_by, recorded_by)"};

constexpr Statement insert_request{
    "insert_rectification",
    "insert into rectification_request (received_by, id, recorded_by, entry, received_on, taken_at,"
    "                                   answer_by, state, actor, key_version, data_key, content)"
    " values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10, $11)"
    " on conflict (received_by, id) do nothing"};

constexpr Statement update_request{
    "update_rectification",
    "update rectification_request set state = $3, ended_at = $4, answer = $5"
    " where received_by = $1 and id = $2"};

constexpr Statement extend_request{
    "extend_rectification",
    "update rectification_request set extended_on = $3, told_on = $4, extension = $5"
    " where received_by = $1 and id = $2"};

constexpr Statement tell_of_extension{"tell_of_extension", "select tell_of_extension($1, $2)"};

constexpr Statement select_changed{
    "select_changed_since",
    "select exists (select from decision_change"
    "                where authority = $1 and decision = $2 and change in ('amend', 'remove')"
    "                  and not is_proposal and recorded_at > $3)"};

constexpr Statement tell_of_rectification{"tell_of_rectification",
                                          "select tell_of_rectification($1, $2, $3, $4)"};

// Numbers become visible in their order, so that no list passes one over.
constexpr Statement wait_for_turn{"wait_for_rectification_turn",
                                  "select pg_advisory_xact_lock($1)"};

constexpr std::string_view foreign_key_violation = "23503";

core::Error unreadable() {
  return {core::Errc::internal, "A stored record cannot be read."};
}

SealedPlace place_of(const ports::Rectification& request) {
  return {.table = "rectification_request",
          .authority = request.received_by,
          .id = request.id,
          .version = 1};
}

// What was said, and who said it.
std::string words(std::string_view said, std::string_view by) {
  core::JsonWriter out;
  out.begin_object().member("said", said).member("by", by);
  return std::move(out.end_object()).take();
}

core::Result<void> read_words(std::string_view text, std::string& said, std::string& by) {
  const auto json = core::parse_json(text);
  if (!json) return unreadable();
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  said = reader.paragraphs("said", 20'000);
  by = reader.optional_string("by", 1'000).value_or("");
  if (!problems.empty()) return unreadable();
  return {};
}

core::Result<ports::Rectification> facts_of(const Rows& rows, int row) {
  ports::Rectification request;
  request.id = rows.at<core::Uuid>(row, 0);
  request.number = rows.at<std::int64_t>(row, 1);
  request.received_by = rows.at<std::string>(row, 2);
  request.recorded_by = rows.at<std::string>(row, 3);
  request.entry = rows.at<core::Uuid>(row, 4);
  request.received_on = rows.at<core::Date>(row, 5);
  request.taken_at = rows.at<core::Instant>(row, 6);
  request.answer_by = rows.at<core::Date>(row, 7);
  const auto state = domain::rectification_state_named(rows.at<std::string>(row, 8));
  if (!state) return unreadable();
  request.state = *state;
  request.ended_at = rows.maybe<core::Instant>(row, 9);
  request.extended_on = rows.maybe<core::Date>(row, 14);
  request.told_on = rows.maybe<core::Date>(row, 15);
  return request;
}

core::Result<ports::Rectification> read_request(Session& session, const Sealer& sealer,
                                                const Statement& statement, const core::Uuid& id) {
  const auto rows = session.run(statement, Parameters().add(id));
  if (!rows) return rows.error();
  if (rows->empty()) return ports::no_such_rectification();
  auto request = facts_of(*rows, 0);
  if (!request) return request;
  const auto place = place_of(*request);
  const auto key = sealer.unwrap(rows->raw(0, 11), rows->at<std::int16_t>(0, 10), place);
  if (!key) return key.error();
  const auto content = sealer.open(*key, place, "content", rows->raw(0, 12));
  if (!content) return content.error();
  if (auto read = read_words(*content, request->wrong, request->taken_by); !read)
    return read.error();
  if (!rows->is_null(0, 16)) {
    const auto extension = sealer.open(*key, place, "extension", rows->raw(0, 16));
    if (!extension) return extension.error();
    if (auto read = read_words(*extension, request->extension_reason, request->extended_by); !read)
      return read.error();
  }
  if (rows->is_null(0, 13)) return request;
  const auto answer = sealer.open(*key, place, "answer", rows->raw(0, 13));
  if (!answer) return answer.error();
  if (auto read = read_words(*answer, request->reasons, request->ended_by); !read)
    return read.error();
  return request;
}

constexpr Statement select_key{"select_rectification_key",
                               "select key_version, data_key from rectification_request"
                               " where received_by = $1 and id = $2"};

}  // namespace

core::Result<std::vector<ports::Rectification>> SqlRectifications::list(
    const ports::Caller& caller, std::optional<domain::RectificationState> state,
    std::int64_t after, std::size_t limit) {
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::Rectification>> {
        Parameters parameters;
        parameters.text(caller.authority).add(after).text(state ? name_of(*state) : "");
        parameters.add(static_cast<std::int64_t>(limit));
        const auto rows = session.run(select_requests, parameters);
        if (!rows) return rows.error();
        std::vector<ports::Rectification> requests;
        for (int i = 0; i < rows->size(); ++i) {
          auto request = facts_of(*rows, i);
          if (!request) return request.error();
          requests.push_back(std::move(*request));
        }
        if (!requests.empty() || after == 0) return requests;
        const auto last = session.run(select_last, Parameters().text(caller.authority));
        if (!last) return last.error();
        if (after > last->at<std::int64_t>(0, 0))
          return core::Error(core::Errc::malformed,
                             "`after` must be a number that an earlier answer gave as `next`: "
                             "begin again without it.");
        return requests;
      });
}

core::Result<ports::Rectification> SqlRectifications::find(const ports::Caller& caller,
                                                           const core::Uuid& id) {
  return as_authority(context_, caller, [&](Session& session) {
    return read_request(session, context_.sealer, select_request, id);
  });
}

core::Result<void> SqlRectificationWork::open(const ports::Rectification& request) {
  const auto turn = lock_key(context_.sealer, "rectification", "");
  if (auto waited = session_.run(wait_for_turn, Parameters().add(turn)); !waited)
    return waited.error();
  const auto& sealer = context_.sealer;
  const auto place = place_of(request);
  const auto generation = sealer.generation();
  const auto key = sealer.new_key();
  Parameters parameters;
  parameters.text(request.received_by).add(request.id).text(request.recorded_by);
  parameters.add(request.entry).add(request.received_on).add(request.taken_at);
  parameters.add(request.answer_by).text(caller_.actor).add(generation);
  parameters.bytes(sealer.wrap(key, place, generation));
  parameters.bytes(sealer.seal(key, place, "content", words(request.wrong, request.taken_by)));
  const auto done = session_.run(insert_request, parameters);
  if (!done) {
    if (session_.last_state() == foreign_key_violation)
      return core::Error(core::Errc::not_found, "This entry is not on the register any more.");
    return done.error();
  }
  if (done->affected() == 0) return {};  // by an attempt whose answer was lost
  return tell(request.id, "asked", "rectification_asked", request.taken_at);
}

core::Result<ports::Rectification> SqlRectificationWork::to_change(const core::Uuid& id) {
  return read_request(session_, context_.sealer, lock_request, id);
}

core::Result<bool> SqlRectificationWork::was_changed(const ports::Rectification& request) {
  const auto rows =
      session_.run(select_changed,
                   Parameters().text(request.recorded_by).add(request.entry).add(request.taken_at));
  if (!rows) return rows.error();
  return rows->at<bool>(0, 0);
}

core::Result<DataKey> SqlRectificationWork::key_of(const ports::Rectification& request) {
  const auto rows =
      session_.run(select_key, Parameters().text(request.received_by).add(request.id));
  if (!rows) return rows.error();
  if (rows->empty()) return ports::no_such_rectification();
  return context_.sealer.unwrap(rows->raw(0, 1), rows->at<std::int16_t>(0, 0), place_of(request));
}

core::Result<ports::KeptDuty> SqlRectificationWork::clock_of(const ports::Rectification& request) {
  auto owed = duty_to_move(session_, {.authority = request.recorded_by,
                                      .kind = domain::DutyKind::rectify,
                                      .about = {"rectification_request", request.id}});
  if (!owed) return owed.error();
  if (!*owed) return ports::no_clock_runs();
  return std::move(**owed);
}

core::Result<domain::Duty> SqlRectificationWork::clock(const ports::Rectification& request) {
  auto owed = clock_of(request);
  if (!owed) return owed.error();
  return std::move(owed->duty);
}

core::Result<void> SqlRectificationWork::extend(const ports::Rectification& extended,
                                                const domain::Duty& clock, core::Instant at) {
  auto owed = clock_of(extended);
  if (!owed) return owed.error();
  owed->duty = clock;
  if (auto written = write_clock(session_, *owed); !written) return written.error();
  const auto key = key_of(extended);
  if (!key) return key.error();
  Parameters parameters;
  parameters.text(extended.received_by).add(extended.id);
  parameters.add(extended.extended_on).add(extended.told_on);
  parameters.bytes(context_.sealer.seal(*key, place_of(extended), "extension",
                                        words(extended.extension_reason, extended.extended_by)));
  const auto done = session_.run(extend_request, parameters);
  if (!done) return done.error();
  if (done->affected() != 1) return ports::no_such_rectification();
  const auto told = session_.run(tell_of_extension, Parameters().add(extended.id).add(at));
  if (!told) return told.error();
  return {};
}

core::Result<void> SqlRectificationWork::end(const ports::Rectification& ended) {
  const auto key = key_of(ended);
  if (!key) return key.error();
  Parameters parameters;
  parameters.text(ended.received_by).add(ended.id).text(name_of(ended.state)).add(ended.ended_at);
  parameters.bytes(
      context_.sealer.seal(*key, place_of(ended), "answer", words(ended.reasons, ended.ended_by)));
  const auto done = session_.run(update_request, parameters);
  if (!done) return done.error();
  if (done->affected() != 1) return ports::no_such_rectification();
  return tell(ended.id, name_of(ended.state), "rectification_answered", *ended.ended_at);
}

core::Result<void> SqlRectificationWork::tell(const core::Uuid& request, std::string_view what,
                                              std::string_view alert, core::Instant at) {
  const auto told =
      session_.run(tell_of_rectification, Parameters().add(request).text(what).text(alert).add(at));
  if (!told) return told.error();
  return {};
}

}  // namespace badgewatch::store
