# One set of options for every target of the project: bw_options.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR
    "g++ ${CMAKE_CXX_COMPILER_VERSION} silently miscompiles C++20 coroutines (double frees, "
    "use after free). Use clang++-19: cmake --preset release.")
endif()

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")

find_program(BW_CCACHE ccache)
if(BW_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${BW_CCACHE})
endif()

add_library(bw_options INTERFACE)
target_compile_options(bw_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough -Werror
  -fstack-protector-strong)
target_compile_definitions(bw_options INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

find_program(BW_LLD ld.lld-19)
target_link_options(bw_options INTERFACE -Wl,-z,relro,-z,now)
if(BW_LLD)
  target_link_options(bw_options INTERFACE --ld-path=${BW_LLD})
endif()

set(BW_SANITIZE "" CACHE STRING "address,undefined or thread")
if(BW_SANITIZE)
  # Debian's libsoci has no RTTI for one of its types, so vptr checks cannot link.
  target_compile_options(bw_options INTERFACE
    -fsanitize=${BW_SANITIZE} -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(bw_options INTERFACE -fsanitize=${BW_SANITIZE} -fno-sanitize=vptr)
endif()
