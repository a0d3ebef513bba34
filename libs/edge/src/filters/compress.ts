import type { ServicePlan } from '@causeway/plan';
import { any, type Compressor, extension } from '../messages.ts';
import type { EdgeFilter } from './filter.ts';

type Extent = NonNullable<ServicePlan['compress']>['what'];

/** Compresses what the application did not; a client that takes several methods equally gets the first. */
export const compress = (): readonly EdgeFilter[] =>
  (['assets', 'all'] as const).flatMap((extent) => [
    compressor(`compress-${extent}-brotli`, extent, brotli),
    compressor(`compress-${extent}-gzip`, extent, gzip),
  ]);

type Library = Compressor['compressor_library'];

/** Which types it is for cannot be said by a route, and so each extent has filters of its own. */
const compressor = (name: string, extent: Extent, library: Library): EdgeFilter => ({
  name,
  chain: {
    ...extension(name, 'envoy.extensions.filters.http.compressor.v3.Compressor', {
      compressor_library: library,
      // not what the client happens to name first
      choose_first: library === brotli,
      response_direction_config: {
        common_config: {
          // below, a packet more or less makes no difference
          min_content_length: 1024,
          content_type_matcher: [{ safe_regex: { regex: `(?:${types[extent].join('|')})` } }],
        },
        // the bytes differ from those that a strong one stands for
        weaken_etag_on_compress: true,
        // ranges are ranges of what was not compressed
        uncompressible_response_codes: [206],
      },
    }),
    disabled: true,
  },
  host: ({ service: { compress } }) =>
    compress?.what === extent && (library === gzip || compress.brotli) ? enabled : undefined,
  routes: () => [],
});

const enabled = any('envoy.config.route.v3.FilterConfig', {
  config: any('envoy.extensions.filters.http.compressor.v3.CompressorPerRoute', { overrides: {} }),
});

// 270 KiB for each answer that is under way; a larger window and memory take more and save little
const gzip = extension('gzip', 'envoy.extensions.compression.gzip.compressor.v3.Gzip', {
  compression_level: 'COMPRESSION_LEVEL_5',
  memory_level: 4,
  window_bits: 12,
  chunk_size: 16_384,
});

// 740 KiB, and 1,230 KiB at the next quality: a few hundred slow readers fill a small edge
const brotli = extension('brotli', 'envoy.extensions.compression.brotli.compressor.v3.Brotli', {
  quality: 3,
  window_bits: 16,
  input_block_bits: 16,
  chunk_size: 16_384,
});

/** The same for everybody who asks, and so without secrets whose bytes a length could tell. */
const assets = [
  'application/(?:x-)?javascript',
  'application/manifest\\+json',
  'application/wasm',
  'font/(?:ttf|otf)',
  'image/(?:svg\\+xml|x-icon|bmp)',
  'text/(?:css|javascript)',
];

/** Without event streams, whose events must not wait, and without what is compressed already. */
const documents = [
  'application/(?:json|xml|graphql-response\\+json)',
  'application/[a-z0-9.-]+\\+(?:json|xml)',
  'text/(?:html|plain|xml|markdown|csv|calendar|vtt)',
];

const types: Readonly<Record<Extent, readonly string[]>> = { assets, all: [...assets, ...documents] };
