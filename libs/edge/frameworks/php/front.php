<?php
// php -S 127.0.0.1:<port> front.php, with APPLICATION and PATHS (by commas) in its environment

$readings = [
    // the script's own name in front is left out
    'path-info' => fn () => $_SERVER['PATH_INFO'] ?? (preg_replace('~^.*?\.php~i', '', decoded()) ?: '/'),
    'request-uri' => fn () => '/' . trim(strtolower(decoded()), "/ \t\n\r\0\x0B"),
    'parse-url' => fn () => rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)),
    'segments' => fn () => '/' . implode('/', array_filter(array_map('trim', explode('/', decoded())))),
];

function decoded(): string
{
    return rawurldecode(explode('?', $_SERVER['REQUEST_URI'])[0]);
}

$path = $readings[getenv('APPLICATION')]();
foreach (explode(',', getenv('PATHS')) as $rule) {
    if ($path === $rule || preg_match('~^' . preg_quote($rule) . '(/|$)~i', $path)) {
        exit("ran $rule\n");
    }
}
echo "ran other\n";
