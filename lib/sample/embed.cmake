# Writes OUTPUT, a source that defines sample::embedded() over the texts FILES below DATA.
set(out "#include \"sample/embedded.hpp\"\n\nnamespace badgewatch::sample {\nnamespace {\nconst EmbeddedFile files[] = {\n")
foreach(file ${FILES})
  file(READ ${DATA}/${file} text)
  string(APPEND out "{\"${file}\", R\"bw_text(${text})bw_text\"},\n")
endforeach()
string(APPEND out "};\n}  // namespace\n\nstd::span<const EmbeddedFile> embedded() { return files; }\n\n}  // namespace badgewatch::sample\n")
file(WRITE ${OUTPUT} "${out}")
