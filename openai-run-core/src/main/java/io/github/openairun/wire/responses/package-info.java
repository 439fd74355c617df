/**
 * Runs on OpenAI's Responses and Conversations: a thread is a conversation, and a run is
 * a chain of responses.
 */
@NullMarked
package io.github.openairun.wire.responses;

import org.jspecify.annotations.NullMarked;
