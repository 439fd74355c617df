package io.github.openairun.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the tools of an assistant that the server executes.
 *
 * @since 0.1.0
 */
public final class BuiltInToolProperties {

	private BuiltInToolProperties() {
	}

	/**
	 * A search in files.
	 */
	public static class FileSearchProperties {

		/**
		 * Whether files are searched.
		 */
		private boolean enabled = true;

		/**
		 * Ids of the vector stores to search. On wire 'assistants' they are kept with the
		 * assistant on the server.
		 */
		private List<String> vectorStoreIds = new ArrayList<>();

		/**
		 * Most results that the model sees.
		 */
		private @Nullable Integer maxResults;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public List<String> getVectorStoreIds() {
			return this.vectorStoreIds;
		}

		public void setVectorStoreIds(List<String> vectorStoreIds) {
			this.vectorStoreIds = vectorStoreIds;
		}

		public @Nullable Integer getMaxResults() {
			return this.maxResults;
		}

		public void setMaxResults(@Nullable Integer maxResults) {
			this.maxResults = maxResults;
		}

	}

	/**
	 * An interpreter of Python.
	 */
	public static class CodeInterpreterProperties {

		/**
		 * Whether there is an interpreter.
		 */
		private boolean enabled = true;

		/**
		 * Ids of the files that its container holds. On wire 'assistants' they are kept
		 * with the assistant on the server.
		 */
		private List<String> fileIds = new ArrayList<>();

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public List<String> getFileIds() {
			return this.fileIds;
		}

		public void setFileIds(List<String> fileIds) {
			this.fileIds = fileIds;
		}

	}

	/**
	 * A search in the web.
	 */
	public static class WebSearchProperties {

		/**
		 * Whether the web is searched.
		 */
		private boolean enabled = true;

		/**
		 * How much of the pages the model sees: 'low', 'medium' or 'high'.
		 */
		private @Nullable String contextSize;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable String getContextSize() {
			return this.contextSize;
		}

		public void setContextSize(@Nullable String contextSize) {
			this.contextSize = contextSize;
		}

	}

	/**
	 * The tools of a remote MCP server.
	 */
	public static class McpProperties {

		/**
		 * What the server is called in calls.
		 */
		private @Nullable String serverLabel;

		/**
		 * The server's address.
		 */
		private @Nullable String serverUrl;

		/**
		 * Token for that server.
		 */
		private @Nullable String authorization;

		/**
		 * Headers for that server.
		 */
		private Map<String, String> headers = new LinkedHashMap<>();

		/**
		 * Names of the tools that may be called. All by default.
		 */
		private @Nullable List<String> allowedTools;

		/**
		 * Which calls wait for an approval: 'never' or 'always', or by the names of the
		 * tools.
		 */
		private McpApprovalProperties requireApproval = McpApprovalProperties.of("never");

		public @Nullable String getServerLabel() {
			return this.serverLabel;
		}

		public void setServerLabel(@Nullable String serverLabel) {
			this.serverLabel = serverLabel;
		}

		public @Nullable String getServerUrl() {
			return this.serverUrl;
		}

		public void setServerUrl(@Nullable String serverUrl) {
			this.serverUrl = serverUrl;
		}

		public @Nullable String getAuthorization() {
			return this.authorization;
		}

		public void setAuthorization(@Nullable String authorization) {
			this.authorization = authorization;
		}

		public Map<String, String> getHeaders() {
			return this.headers;
		}

		public void setHeaders(Map<String, String> headers) {
			this.headers = headers;
		}

		public @Nullable List<String> getAllowedTools() {
			return this.allowedTools;
		}

		public void setAllowedTools(@Nullable List<String> allowedTools) {
			this.allowedTools = allowedTools;
		}

		public McpApprovalProperties getRequireApproval() {
			return this.requireApproval;
		}

		public void setRequireApproval(McpApprovalProperties requireApproval) {
			this.requireApproval = requireApproval;
		}

	}

	/**
	 * Which calls of a remote MCP server wait for an approval: one word for all, or the
	 * names of tools.
	 */
	public static class McpApprovalProperties {

		private @Nullable String all;

		/**
		 * Names of the tools whose calls wait.
		 */
		private List<String> always = new ArrayList<>();

		/**
		 * Names of the tools that are called at once.
		 */
		private List<String> never = new ArrayList<>();

		/**
		 * Create the properties from the word for all tools.
		 * @param all {@code never} or {@code always}
		 * @return the properties
		 */
		public static McpApprovalProperties of(String all) {
			McpApprovalProperties properties = new McpApprovalProperties();
			properties.all = all;
			return properties;
		}

		/** Return the word for all tools, or {@code null} if it depends on the tool. */
		@Nullable String all() {
			return (this.always.isEmpty() && this.never.isEmpty()) ? this.all : null;
		}

		public List<String> getAlways() {
			return this.always;
		}

		public void setAlways(List<String> always) {
			this.always = always;
		}

		public List<String> getNever() {
			return this.never;
		}

		public void setNever(List<String> never) {
			this.never = never;
		}

	}

}
