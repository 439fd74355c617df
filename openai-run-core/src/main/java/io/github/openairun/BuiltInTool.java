package io.github.openairun;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A tool that the server itself executes, in the same words on every wire that has it.
 *
 * @since 0.1.0
 */
public sealed interface BuiltInTool {

	/**
	 * Return a search in files.
	 * @param vectorStoreIds the vector stores to search
	 * @return the tool
	 */
	static FileSearch fileSearch(String... vectorStoreIds) {
		return new FileSearch(List.of(vectorStoreIds), null);
	}

	/**
	 * Return an interpreter of Python in a container that the server provides.
	 * @param fileIds files that the container holds
	 * @return the tool
	 */
	static CodeInterpreter codeInterpreter(String... fileIds) {
		return new CodeInterpreter(List.of(fileIds));
	}

	/**
	 * Return a search in the web, only on wire {@code responses}.
	 * @return the tool
	 */
	static WebSearch webSearch() {
		return new WebSearch(null);
	}

	/**
	 * Return the tools of a remote MCP server, called without approval; only on wire
	 * {@code responses}. {@link Mcp#withApproval} requires approvals.
	 * @param label what the server is called in calls
	 * @param url the server's address
	 * @return the tool
	 */
	static Mcp mcp(String label, String url) {
		return new Mcp(label, url, null, Map.of(), null, McpApproval.notRequired());
	}

	/**
	 * Return a tool that this library has no words for.
	 * @param json the tool as the JSON object of the API
	 * @return the tool
	 */
	static Other other(String json) {
		return new Other(json);
	}

	/**
	 * A search in files.
	 *
	 * @param vectorStoreIds the vector stores to search; wire {@code responses} needs at
	 * least one, wire {@code assistants} keeps them with the assistant on the server
	 * @param maxResults the most results that the model sees, or {@code null} for the
	 * server's default
	 */
	record FileSearch(List<String> vectorStoreIds, @Nullable Integer maxResults) implements BuiltInTool {

		public FileSearch {
			vectorStoreIds = List.copyOf(vectorStoreIds);
			Check.isTrue(maxResults == null || maxResults > 0, "'maxResults' must be positive, but is " + maxResults);
		}

	}

	/**
	 * An interpreter of Python.
	 *
	 * @param fileIds files that its container holds; wire {@code assistants} keeps them
	 * with the assistant on the server
	 */
	record CodeInterpreter(List<String> fileIds) implements BuiltInTool {

		public CodeInterpreter {
			fileIds = List.copyOf(fileIds);
		}

	}

	/**
	 * A search in the web.
	 *
	 * @param contextSize how much of the pages the model sees, such as {@code low}, or
	 * {@code null} for the server's default
	 */
	record WebSearch(@Nullable String contextSize) implements BuiltInTool {
	}

	/**
	 * The tools of a remote MCP server.
	 *
	 * @param label what the server is called in calls
	 * @param url the server's address
	 * @param authorization a token for that server, or {@code null}; the API does not
	 * keep it, so that every response of a run is given it anew
	 * @param headers headers for that server, which the API does not keep either
	 * @param allowedTools the names of the tools that may be called, or {@code null} for
	 * all
	 * @param approval which calls wait for an approval by {@link ToolApprovals}
	 */
	record Mcp(String label, String url, @Nullable String authorization, Map<String, String> headers,
			@Nullable List<String> allowedTools, McpApproval approval) implements BuiltInTool {

		public Mcp {
			Check.hasText(label, "label");
			Check.hasText(url, "url");
			Check.notNull(approval, "approval");
			headers = Map.copyOf(headers);
			allowedTools = (allowedTools != null) ? List.copyOf(allowedTools) : null;
		}

		public Mcp withAuthorization(@Nullable String authorization) {
			return new Mcp(this.label, this.url, authorization, this.headers, this.allowedTools, this.approval);
		}

		public Mcp withHeaders(Map<String, String> headers) {
			return new Mcp(this.label, this.url, this.authorization, headers, this.allowedTools, this.approval);
		}

		public Mcp withAllowedTools(@Nullable List<String> allowedTools) {
			return new Mcp(this.label, this.url, this.authorization, this.headers, allowedTools, this.approval);
		}

		public Mcp withApproval(McpApproval approval) {
			return new Mcp(this.label, this.url, this.authorization, this.headers, this.allowedTools, approval);
		}

		/**
		 * Leaves credentials out, and the address, which may hold some.
		 */
		@Override
		public String toString() {
			return "Mcp[label=" + this.label + "]";
		}

	}

	/**
	 * Which calls of a remote MCP server wait for an approval, in the words of the API.
	 *
	 * @param all whether all calls do or none, or {@code null} if it depends on the tool
	 * @param always the names of the tools whose calls wait; empty unless it depends on
	 * the tool
	 * @param never the names of the tools that are called at once; empty unless it
	 * depends on the tool
	 */
	record McpApproval(@Nullable Approval all, List<String> always, List<String> never) {

		public McpApproval {
			always = List.copyOf(always);
			never = List.copyOf(never);
			Check.isTrue((all != null) == (always.isEmpty() && never.isEmpty()),
					"Either all calls wait or none, or it depends on the names of the tools");
		}

		/**
		 * Let every call wait for an approval.
		 * @return the setting
		 */
		public static McpApproval required() {
			return new McpApproval(Approval.REQUIRED, List.of(), List.of());
		}

		/**
		 * Let every call be made at once.
		 * @return the setting
		 */
		public static McpApproval notRequired() {
			return new McpApproval(Approval.NOT_REQUIRED, List.of(), List.of());
		}

		/**
		 * Let it depend on the tool. Calls of a tool in neither list wait at OpenAI.
		 * @param always the names of the tools whose calls wait
		 * @param never the names of the tools that are called at once
		 * @return the setting
		 */
		public static McpApproval ofTools(List<String> always, List<String> never) {
			return new McpApproval(null, always, never);
		}

	}

	/**
	 * A tool that this library has no words for.
	 *
	 * @param json the tool as the JSON object of the API
	 */
	record Other(String json) implements BuiltInTool {

		public Other {
			Check.hasText(json, "json");
		}

		/**
		 * Leaves the JSON out: it may hold credentials.
		 */
		@Override
		public String toString() {
			return "Other[json=" + this.json.length() + " chars]";
		}

	}

}
