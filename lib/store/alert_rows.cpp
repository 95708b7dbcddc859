#include "store/alert_rows.hpp"

#include "domain/case_outcome.hpp"
#include "store/content.hpp"

namespace badgewatch::store {
namespace {

// In the order of `Numbers`.
constexpr Statement select_last{"select_last_numbers",
                                "select alerts, seq from authority_event_head"
                                " where authority = $1"};

}  // namespace

core::Result<ports::Alert> read_alert(const Rows& rows, int row, const Sealer& sealer) {
  ports::Alert alert;
  alert.id = rows.at<core::Uuid>(row, 0);
  alert.number = rows.at<std::int64_t>(row, 1);
  alert.raised_at = rows.at<core::Instant>(row, 2);
  const auto kind = domain::alert_kind_named(rows.at<std::string>(row, 3));
  const auto state = domain::alert_state_named(rows.at<std::string>(row, 4));
  if (!kind || !state) return core::Error(core::Errc::internal, "A stored record cannot be read.");
  alert.kind = *kind;
  alert.state = *state;
  alert.entry_type = rows.at<std::string>(row, 5);
  alert.entry = rows.at<core::Uuid>(row, 6);
  alert.recording_authority = rows.at<std::string>(row, 7);
  if (!rows.is_null(row, 8)) alert.band = rows.at<std::string>(row, 8);
  alert.probability = rows.maybe<double>(row, 9).value_or(0);
  if (!rows.is_null(row, 15)) alert.change = rows.at<std::string>(row, 15);
  alert.changed_on = rows.maybe<core::Date>(row, 16);
  alert.check = rows.maybe<core::Uuid>(row, 17);
  if (!rows.is_null(row, 18))
    if (const auto duty = domain::duty_kind_named(rows.at<std::string>(row, 18)))
      alert.duty =
          ports::AlertedDuty{*duty, {rows.at<std::string>(row, 19), rows.at<core::Uuid>(row, 20)}};
  alert.request = rows.maybe<core::Uuid>(row, 21);
  if (alert.check) {
    const auto result = rows.maybe<std::string>(row, 22);
    alert.check_case =
        domain::case_in_words(result ? domain::case_result_named(*result) : std::nullopt);
  }
  alert.licence = rows.maybe<core::Uuid>(row, 10);
  if (!alert.licence) return alert;

  const auto authority = rows.at<std::string>(row, 23);
  const auto content = sealer.open(rows.raw(row, 13), rows.at<std::int16_t>(row, 12),
                                   {.table = "licence",
                                    .authority = authority,
                                    .id = *alert.licence,
                                    .version = rows.at<std::int64_t>(row, 11)},
                                   rows.raw(row, 14));
  if (!content) return content.error();
  auto licence = read_licence_content(*content);
  if (!licence) return licence.error();
  alert.licence_number = std::move(licence->licence_number);
  return alert;
}

core::Result<std::vector<ports::Alert>> read_alerts(const Rows& rows, const Sealer& sealer) {
  std::vector<ports::Alert> alerts;
  for (int i = 0; i < rows.size(); ++i) {
    auto alert = read_alert(rows, i, sealer);
    if (!alert) return alert.error();
    alerts.push_back(std::move(*alert));
  }
  return alerts;
}

core::Result<void> check_given(Session& session, const ports::Caller& caller, std::int64_t after,
                               Numbers which) {
  if (after == 0) return {};
  auto rows = session.run(select_last, Parameters().text(caller.authority));
  if (!rows) return rows.error();
  const auto last = rows->empty() ? 0 : rows->at<std::int64_t>(0, static_cast<int>(which));
  if (after > last) return ports::never_given();
  return {};
}

}  // namespace badgewatch::store
