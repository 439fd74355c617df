/**
 * A web page that chats with an assistant.
 */
@NullMarked
package io.github.openairun.samples.webchat;

import org.jspecify.annotations.NullMarked;
