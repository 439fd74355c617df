package io.github.openairun.test.simulator;

import org.springframework.util.Assert;

/**
 * One tool call that a script makes.
 *
 * @param tool the tool's name
 * @param arguments the arguments as JSON text
 * @param invented whether the request need not offer the tool, as models invent tools too
 */
public record ToolCallScript(String tool, String arguments, boolean invented) {

	public ToolCallScript {
		Assert.hasText(tool, "'tool' must not be empty");
		Assert.notNull(arguments, "'arguments' must not be null");
	}

	/**
	 * A call of a tool that the request offers; if it does not, the run fails.
	 * @param tool the tool's name
	 * @param arguments any object, written as JSON, or {@link #raw(String)}
	 * @return the call
	 */
	public static ToolCallScript call(String tool, Object arguments) {
		Assert.notNull(arguments, "'arguments' must not be null");
		return new ToolCallScript(tool, (arguments instanceof Raw raw) ? raw.json() : SimulatorJson.write(arguments),
				false);
	}

	/**
	 * A call of a tool that the request does not offer, as models sometimes invent one.
	 * @param tool the tool's name
	 * @param arguments any object, written as JSON, or {@link #raw(String)}
	 * @return the call
	 */
	public static ToolCallScript invented(String tool, Object arguments) {
		return new ToolCallScript(tool, call(tool, arguments).arguments(), true);
	}

	/**
	 * Arguments that are sent exactly as given, valid JSON or not.
	 * @param json the text
	 * @return arguments for {@link #call(String, Object)}
	 */
	public static Object raw(String json) {
		Assert.notNull(json, "'json' must not be null");
		return new Raw(json);
	}

	private record Raw(String json) {

	}

}
