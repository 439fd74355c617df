package io.github.openairun.test.simulator;

import org.springframework.util.Assert;

/**
 * One tool call that a script makes.
 *
 * @param tool the tool's name
 * @param arguments the arguments as JSON text, of a custom tool its input
 * @param invented whether the request need not have the tool, as models invent tools too
 * @param kind the kind of tool
 * @param server the label of the MCP server, empty for other tools
 * @param output the output of the MCP server, empty for other tools
 * @since 0.1.0
 */
public record ToolCallScript(String tool, String arguments, boolean invented, Kind kind, String server, String output) {

	public ToolCallScript {
		Assert.hasText(tool, "'tool' must not be empty");
		Assert.notNull(arguments, "'arguments' must not be null");
		Assert.isTrue(kind != Kind.MCP || !server.isBlank(), "'server' must not be empty");
		Assert.notNull(output, "'output' must not be null");
	}

	ToolCallScript(String tool, String arguments, boolean invented) {
		this(tool, arguments, invented, Kind.FUNCTION, "", "");
	}

	/**
	 * A call of a tool of the request; if the request does not have it, the run fails.
	 * @param tool the tool's name
	 * @param arguments any object, written as JSON, or {@link #raw(String)}
	 * @return the call
	 */
	public static ToolCallScript call(String tool, Object arguments) {
		return new ToolCallScript(tool, json(arguments), false);
	}

	/**
	 * A call of a tool that the request does not have, as models sometimes invent one.
	 * @param tool the tool's name
	 * @param arguments any object, written as JSON, or {@link #raw(String)}
	 * @return the call
	 */
	public static ToolCallScript invented(String tool, Object arguments) {
		return new ToolCallScript(tool, json(arguments), true);
	}

	/**
	 * A call of a custom tool of the request, on wire {@link Wire#RESPONSES}.
	 * @param tool the tool's name
	 * @param input the input, any text
	 * @return the call
	 */
	public static ToolCallScript custom(String tool, String input) {
		return new ToolCallScript(tool, input, false, Kind.CUSTOM, "", "");
	}

	/**
	 * A call of a tool of a remote MCP server that the request names. The client is asked
	 * for its approval, unless the request says that the tool needs none. Once it is
	 * approved, the server makes the call; if it is denied, nothing is called.
	 * <p>
	 * On wire {@link Wire#ASSISTANTS} the client is asked as Azure does, and the request
	 * need not name the server.
	 * @param server the label of the MCP server
	 * @param tool the tool's name
	 * @param arguments any object, written as JSON, or {@link #raw(String)}
	 * @param output the output of the MCP server
	 * @return the call
	 */
	public static ToolCallScript approval(String server, String tool, Object arguments, String output) {
		return new ToolCallScript(tool, json(arguments), false, Kind.MCP, server, output);
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

	boolean isMcp() {
		return this.kind == Kind.MCP;
	}

	ToolCallScript withArguments(String arguments) {
		return new ToolCallScript(this.tool, arguments, this.invented, this.kind, this.server, this.output);
	}

	static String json(Object value) {
		Assert.notNull(value, "'arguments' must not be null");
		return (value instanceof Raw raw) ? raw.json() : SimulatorJson.write(value);
	}

	/**
	 * The kinds of tools.
	 */
	public enum Kind {

		/** A function of the application. */
		FUNCTION,

		/** A custom tool of the application, whose input is any text. */
		CUSTOM,

		/** A tool of a remote MCP server. */
		MCP

	}

	private record Raw(String json) {

	}

}
