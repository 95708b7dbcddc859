// ports::Feed: the feed as an index follows it.
#pragma once

#include "ports/feed.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlFeed final : public ports::Feed {
public:
  explicit SqlFeed(Context& context) : context_(context) {}

  core::Result<proof::Head> head() override;
  core::Result<std::vector<ports::FeedStep>> after(std::int64_t seq, std::size_t limit) override;
  core::Result<std::vector<ports::FeedStep>> entries_after(std::int64_t seq,
                                                           std::size_t limit) override;
  core::Result<proof::Head> snapshot(
      unsigned threads, const std::function<void(std::vector<ports::IndexRow>&&)>& sink) override;
  core::Result<std::optional<ports::FrequencyTable>> frequencies() override;

private:
  core::Result<Session*> session();
  core::Result<std::vector<ports::FeedStep>> read(const Statement& statement, std::int64_t seq,
                                                  std::size_t limit);

  Context& context_;
  std::unique_ptr<Session> session_;
};

// The sealed columns of a licence or decision, as an index reads them.
struct SealedRow {
  proof::RowKind kind = proof::RowKind::licence;
  std::string_view authority{};
  core::Uuid id{};
  std::int64_t version = 0;
  std::string_view state{};  // a licence's status, an entry's state
  std::int16_t key_version = 0;
  core::ByteView data_key{};
  core::ByteView content{};
};

core::Result<ports::IndexRow> index_row_of(const SealedRow& row, const Sealer& sealer);

}  // namespace badgewatch::store
