/** What a person types, and what of each catalogue they would be content to see: ids, any of them will do. */
export interface WantedModules {
  readonly query: string;
  readonly opam?: string;
  readonly vcpkg?: string;
}

/**
 * Written over opam and vcpkg by looking through the data, before any engine was asked. Where many modules do what the words
 * say, those are named that are known for it or that say the very thing of themselves.
 */
export const WANTED_MODULES: readonly WantedModules[] = [
  {
    query: 'json parser',
    opam: 'yojson jsonm jsonxt json-wheel',
    vcpkg: 'nlohmann-json rapidjson simdjson jsoncpp cjson jsmn picojson sajson json11 nanojsonc json-glib',
  },
  { query: 'streaming json codec', opam: 'jsonm' },
  {
    query: 'http server',
    opam: 'cohttp cohttp-server-lwt-unix httpaf h1 tiny_httpd dream simple_httpd naboris httph micro_httpd',
    vcpkg: 'libmicrohttpd cpp-httplib qthttpserver qhttpengine civetweb mongoose',
  },
  { query: 'web framework', opam: 'dream opium sihl yurt', vcpkg: 'drogon wt crow oatpp' },
  { query: 'sha256 hash', opam: 'sha256-cng sha digestif', vcpkg: 'picosha2' },
  { query: 'png image', opam: 'imagelib', vcpkg: 'libpng lodepng libspng' },
  { query: 'jpeg encoder', vcpkg: 'guetzli libjpeg-turbo' },
  { query: 'yaml', opam: 'yaml yamlx', vcpkg: 'yaml-cpp libyaml ryml fkyaml' },
  {
    query: 'regular expression',
    opam: 're pcre pcre2 re2 oniguruma tyre humane-re ecma-regex ocamlregextkit',
    vcpkg: 'pcre pcre2 re2 oniguruma hyperscan vectorscan ctre srell rxspencer',
  },
  { query: 'postgres client', opam: 'pgx postgresql pgocaml postgres_async', vcpkg: 'libpqxx libpq' },
  { query: 'mysql client library', opam: 'mysql mysql8', vcpkg: 'libmysql libmariadb mysql-connector-cpp' },
  { query: 'sqlite bindings', opam: 'sqlite3 ezsqlite caqti-driver-sqlite3', vcpkg: 'sqlitecpp' },
  {
    query: 'redis client',
    opam: 'redis redis-lwt redis-sync redis-async orewa hiredis resp-client',
    vcpkg: 'hiredis redis-plus-plus cpp-redis redisx',
  },
  {
    query: 'linear algebra',
    opam: 'lacaml slap eigen',
    vcpkg: 'eigen3 armadillo linalg lapack-reference ginkgo gaussianlib wg21-linear-algebra',
  },
  {
    query: 'zip compression',
    opam: 'zipc camlzip',
    vcpkg: 'libzip minizip minizip-ng kubazip libzippp 7zip bit7z',
  },
  {
    query: 'unit testing',
    opam: 'ounit2 alcotest tezt',
    vcpkg:
      'gtest catch2 doctest cunit cppunit unittest-cpp check cmocka cpputest munit igloo rexo bext-ut atliac-minitest',
  },
  { query: 'lwt promises', opam: 'lwt' },
  {
    query: 'property based testing',
    opam: 'qcheck hedgehog popper bam base_quickcheck',
    vcpkg: 'rapidcheck',
  },
  { query: 'parser combinators', opam: 'angstrom mparser opal combinaml parseff', vcpkg: 'parsi pegtl' },
  { query: 'parser generator', opam: 'menhir dypgen', vcpkg: 'lemon-parser-generator ctpg tree-sitter-cli' },
  {
    query: 'command line parser',
    opam: 'cmdliner climate clap cmdlang minicli getopt',
    vcpkg:
      'cli11 argparse clara bfgroup-lyra argagg argtable3 dimcli argumentum argus tanakh-cmdline docopt fancyargumentparser',
  },
  {
    query: 'logging library',
    opam: 'logs loga echo',
    vcpkg:
      'spdlog glog loguru easyloggingpp aixlog log4cpp-log4cpp log4cplus lwlog microlog neko-log ng-log quill g3log log4cxx',
  },
  {
    query: 'protocol buffers',
    opam: 'ocaml-protoc piqi pbrt ppx_deriving_protobuf',
    vcpkg: 'protobuf protobuf-c nanopb',
  },
  {
    query: 'websocket client',
    opam: 'websocket httpun-ws async_websocket cohttp_async_websocket hyper websocketaf',
    vcpkg: 'ixwebsocket libwebsockets',
  },
  { query: 'markdown to html', opam: 'omd cmarkit cmark', vcpkg: 'maddy md4c cmark discount' },
  {
    query: 'xml parser',
    opam: 'xmlm xml-light pxp ezxmlm markup ocaml-expat',
    vcpkg: 'expat pugixml tinyxml2 tinyxml rapidxml libxml2 xerces-c mxml',
  },
  { query: 'html5 parser', opam: 'markup lambdasoup', vcpkg: 'gumbo lexbor' },
  {
    query: 'csv reader',
    opam: 'csv cosovo',
    vcpkg: 'rapidcsv fast-cpp-csv-parser vincentlaucsb-csv-parser libcsv p-ranav-csv2 commata',
  },
  { query: 'toml config', opam: 'toml otoml', vcpkg: 'tomlplusplus cpptoml tinytoml toml11' },
  { query: 'tls in ocaml', opam: 'tls tls-lwt tls-eio tls-async' },
  { query: 'elliptic curve cryptography', opam: 'mirage-crypto-ec fiat-p256 hacl_x25519 secp256k1 mec' },
  { query: 'bloom filter', opam: 'bloomf', vcpkg: 'boost-bloom' },
  { query: 'priority queue', opam: 'bheap intPQueue', vcpkg: 'boost-heap' },
  { query: '2d physics', vcpkg: 'box2d chipmunk physac' },
  { query: 'rigid body simulation', vcpkg: 'bullet3 joltphysics box2d' },
  {
    query: 'neural network',
    opam: 'kaun odnnr neural_nets_lib',
    vcpkg: 'fann genann darknet ncnn onednn libtorch nnpack kleidiai cudnn qnnpack',
  },
  { query: 'font rendering', opam: 'stb_truetype otfm', vcpkg: 'freetype font-chef ftgl' },
  { query: 'text shaping', vcpkg: 'harfbuzz libraqm' },
  {
    query: 'fast fourier transform',
    opam: 'fftw3',
    vcpkg: 'fftw3 kissfft pffft simple-fft vkfft clfft pocketfft',
  },
  {
    query: 'graph algorithms',
    opam: 'ocamlgraph fungi graphlib',
    vcpkg: 'suitesparse-graphblas cxxgraph graaf suitesparse-lagraph',
  },
  { query: 'base64', opam: 'base64', vcpkg: 'cpp-base64 aklomp-base64 modp-base64 turbobase64 b64' },
  { query: 'uuid generator', opam: 'uuidm', vcpkg: 'stduuid libuuid boost-uuid' },
  { query: 'time zone', opam: 'timedesc timere timedesc-tzdb conf-tzdata', vcpkg: 'cctz date' },
  { query: 'arbitrary precision integers', opam: 'zarith num zarith-ppx', vcpkg: 'gmp bigint' },
  { query: 'msgpack', opam: 'msgpack msgpck', vcpkg: 'msgpack msgpack-c msgpack11' },
  { query: 'qr code', opam: 'qrc qrencode ezjs_qrcode', vcpkg: 'libqrencode nayuki-qr-code-generator quirc' },
  { query: 'spell checker', vcpkg: 'hunspell nuspell kf5sonnet' },
  {
    query: 'memory allocator',
    vcpkg: 'mimalloc jemalloc snmalloc foonathan-memory tlsf d3d12-memory-allocator',
  },
  { query: 'serial port', opam: 'serialport', vcpkg: 'cserialport libserial qtserialport qt5-serialport' },
  { query: 'computer vision', vcpkg: 'opencv opencv4 opencv3 opencv2' },
  { query: 'static site generator', opam: 'yocaml camyll raga' },
  { query: 'unicode normalization', opam: 'uunf', vcpkg: 'utf8proc' },
  { query: 'json web token', opam: 'jwto jwt', vcpkg: 'jwt-cpp cpp-jwt' },
  { query: 'ray tracing', vcpkg: 'embree nanort' },
  { query: 'raft consensus', vcpkg: 'braft nuraft' },
  { query: 'graphql schema', opam: 'graphql graphql-lwt graphql-async', vcpkg: 'cppgraphqlgen' },
  {
    query: 'prometheus metrics',
    opam: 'prometheus prometheus-app prometheus-lwt prometheus-eio',
    vcpkg: 'prometheus-cpp',
  },
  {
    query: 'sat solver',
    opam: 'minisat msat batsat ocaml-sat-solvers 0install-solver',
    vcpkg: 'minisat-master-keying',
  },
  { query: 'edit distance', opam: 'levenshtein mula spelll', vcpkg: 'edlib rapidfuzz-cpp tree-similarity' },
  { query: 'password hashing', opam: 'argon2 passe ocaml-yescrypt safepass', vcpkg: 'argon2' },
  {
    query: 'dns client',
    opam: 'dns-client dns-client-lwt dns dns-client-mirage dns-client-miou-unix',
    vcpkg: 'c-ares getdns',
  },
  { query: 'pdf library', opam: 'camlpdf', vcpkg: 'libharu podofo libmupdf poppler qpdf docraft' },
  {
    query: 'send email smtp',
    opam: 'letters sendmail colombe async_smtp sendmail-lwt',
    vcpkg: 'mailio cpp-smtpclient-library',
  },
  { query: 'template engine', opam: 'jingoo handlebars-ml weberizer', vcpkg: 'inja jinja2cpplight grantlee' },
  {
    query: 'kafka consumer',
    opam: 'kafka kafka_lwt kafka_async',
    vcpkg: 'cppkafka modern-cpp-kafka librdkafka',
  },
  { query: 'mqtt broker', opam: 'mosquitto mqtt', vcpkg: 'mosquitto mqtt-cpp paho-mqtt' },
  { query: 'code coverage', opam: 'bisect_ppx bisect bisect_ppx_ng' },
  { query: 'ocaml code formatter', opam: 'ocamlformat ocamlformat-lib' },
  { query: 'immediate mode gui', vcpkg: 'imgui nuklear raygui' },
  { query: 'audio fingerprint', vcpkg: 'chromaprint' },
  { query: 'terminal colors', opam: 'ansicolor ANSITerminal chalk ansifmt', vcpkg: 'rang termcolor' },
  { query: 'conflict-free replicated data types', opam: 'crdt-ml' },
  {
    query: 'barcode reader',
    opam: 'cordova-plugin-barcode-scanner',
    vcpkg: 'nu-book-zxing-cpp qzxing libdmtx quirc',
  },
  { query: 'computational geometry', opam: 'geoml', vcpkg: 'cgal geos boost-geometry' },
];
