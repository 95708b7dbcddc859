#include "api/register.hpp"

#include "api/answers.hpp"
#include "api/nation_calls.hpp"
#include "api/register_calls.hpp"
#include "app/check_answer.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::api {

namespace {

void write_authority(core::JsonWriter& out, const domain::Authority& authority) {
  out.begin_object().member("code", authority.code).member("name", authority.name);
  out.member("nation", name_of(authority.nation));
  out.member("starts_on", authority.starts_on.iso());
  out.member("ends_on", authority.ends_on ? std::optional(authority.ends_on->iso())
                                          : std::optional<std::string>());
  out.key("successors").begin_array();
  for (const auto& code : authority.successors)
    out.value(code);
  out.end_array();
  app::write_ask(out, authority.ask);
  out.end_object();
}

core::Result<void> write_positions(core::JsonWriter& out, Context& context) {
  const auto end = context.nation.register_calls.feed_end();
  const auto head = context.nation.register_calls.index.head();
  out.key("feed").begin_object();
  out.member("seq", end ? std::optional(*end) : std::optional<std::int64_t>());
  out.member("indexed", head ? std::optional(head->position.seq) : std::optional<std::int64_t>());
  const auto watched = context.inbox.watched_position();
  if (!watched) return watched.error();
  out.member("watched",
             context.is_watching ? std::optional(*watched) : std::optional<std::int64_t>());
  out.end_object();
  return {};
}

core::Result<void> write_log(core::JsonWriter& out, Context& context) {
  const auto newest = context.log.newest();
  if (!newest) return newest.error();
  out.key("log").begin_object();
  out.member("leaves", *newest ? std::optional(static_cast<std::int64_t>((*newest)->tree.size))
                               : std::optional<std::int64_t>());
  out.member("signed_at", *newest ? std::optional(core::to_text((*newest)->signed_at))
                                  : std::optional<std::string>());
  out.member("trouble", context.log_trouble());
  out.end_object();
  return {};
}

core::Result<void> write_reference(core::JsonWriter& out, Context& context) {
  const auto files = context.nation.register_calls.reference.load();
  if (!files) return files.error();
  out.key("reference").begin_array();
  for (const auto& file : *files) {
    out.begin_object().member("kind", file.kind).member("version", file.version).end_object();
  }
  out.end_array();
  return {};
}

core::Result<void> write_past_its_day(core::JsonWriter& out, Context& context) {
  const auto past = context.nation.register_calls.past_its_day();
  if (!past) return past.error();
  out.key("past_its_day").begin_object().member("decisions", past->decisions);
  out.member("concerns", past->concerns).member("checks", past->checks);
  out.member("officers", past->officers).member("outcomes", past->outcomes).end_object();
  return {};
}

}  // namespace

http::Response get_register(Context& context, const Call& /*call*/) {
  const auto cause = context.not_ready();
  core::JsonWriter out;
  out.begin_object().member("ready", !cause.has_value()).member("missing", cause);
  out.member("remark", context.remark());
  for (const auto& write : {write_positions, write_log, write_reference, write_past_its_day})
    if (auto written = write(out, context); !written) return http::problem(written.error());
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response get_authorities(Context& context, const Call& /*call*/) {
  const auto reference = context.reference.get();
  core::JsonWriter out;
  out.begin_object().key("authorities").begin_array();
  for (const auto& authority : reference->authorities.all())
    write_authority(out, authority);
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

}  // namespace badgewatch::api
