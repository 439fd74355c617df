/**
 * Streams runs to browsers as server-sent events, and receives the webhooks of the
 * server.
 */
@NullMarked
package io.github.openairun.web;

import org.jspecify.annotations.NullMarked;
