package io.github.openairun.tool;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * How a tool is offered and executed.
 *
 * @param group the name under which it is offered along with others, or {@code null}
 * @param timeout how long one call may take, zero for as long as it likes, or
 * {@code null} for the configured time-out
 * @param parallel whether it may run beside other calls of the same round
 */
record ToolSettings(@Nullable String group, @Nullable Duration timeout, boolean parallel) {

	static final ToolSettings DEFAULTS = new ToolSettings(null, null, true);

	ToolSettings {
		Assert.isTrue(timeout == null || !timeout.isNegative(), "'timeout' must not be negative");
	}

}
