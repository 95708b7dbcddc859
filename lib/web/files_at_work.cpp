#include "web/files_at_work.hpp"

namespace badgewatch::web {

std::unique_ptr<FilesAtWork::Place> FilesAtWork::take(const std::string& whose) {
  const std::lock_guard lock(mutex_);
  const auto own = of_each_.find(whose);
  const auto share = (most_ + 1) / 2;
  if (taken_ >= most_ || (own != of_each_.end() && own->second >= share)) return nullptr;
  ++taken_;
  ++of_each_[whose];
  return std::make_unique<Place>(*this, whose);
}

bool FilesAtWork::is_full() const {
  const std::lock_guard lock(mutex_);
  return taken_ >= most_;
}

void FilesAtWork::give_back(const std::string& whose) {
  const std::lock_guard lock(mutex_);
  --taken_;
  const auto own = of_each_.find(whose);
  if (--own->second == 0) of_each_.erase(own);
}

}  // namespace badgewatch::web
