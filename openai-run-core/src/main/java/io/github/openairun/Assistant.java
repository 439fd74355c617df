package io.github.openairun;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A model with instructions and tools: defined by the application, or an object on the
 * server (wire {@code assistants}).
 * <p>
 * A bean of this type defines an assistant, as {@code openai.run.assistants.<name>.*}
 * does:
 *
 * <pre class="code">
 * &#064;Bean
 * Assistant support() {
 * 	return Assistant.named("support")
 * 		.model("gpt-5-mini")
 * 		.instructions("You help the customers of a shop. Be brief.")
 * 		.tools("findOrder")
 * 		.build();
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class Assistant {

	private final Builder fields;

	private Assistant(Builder builder) {
		this.fields = new Builder(builder);
	}

	/**
	 * Begin an assistant.
	 * @param name the name by which runs request the assistant
	 * @return a builder
	 */
	public static Builder named(String name) {
		return new Builder(name);
	}

	/**
	 * Begin an assistant that starts from this one.
	 * @return a builder that holds everything of this assistant
	 */
	public Builder mutate() {
		return new Builder(this.fields);
	}

	/**
	 * Return the name by which runs request the assistant; for an assistant of the server
	 * without a name, its id.
	 * @return the name
	 */
	public String name() {
		return this.fields.name;
	}

	/**
	 * Return the id of this assistant on the server.
	 * @return the id, or {@code null} if the application alone defines it
	 */
	public @Nullable String id() {
		return this.fields.id;
	}

	/**
	 * Return the connection that its runs use.
	 * @return the name of a further connection, as in
	 * {@code openai.connections.<name>.*}, or {@code null} for the default one
	 */
	public @Nullable String connection() {
		return this.fields.connection;
	}

	public @Nullable String description() {
		return this.fields.description;
	}

	public ModelSettings settings() {
		return this.fields.settings;
	}

	public @Nullable String instructions() {
		return this.fields.instructions;
	}

	/**
	 * Return the names of the functions that its runs may call.
	 * @return the names, or {@code null} if they are left open
	 */
	public @Nullable List<String> tools() {
		return this.fields.tools;
	}

	/**
	 * Return the names of the functions whose calls must be approved, whatever the
	 * functions themselves require.
	 * @return the names, {@code group:<name>}, or {@code *}; possibly empty
	 */
	public List<String> approval() {
		return this.fields.approval;
	}

	/**
	 * Return the tools that the server itself executes, such as file search.
	 * @return the tools
	 */
	public List<BuiltInTool> builtInTools() {
		return this.fields.builtInTools;
	}

	public Map<String, String> metadata() {
		return this.fields.metadata;
	}

	/**
	 * Names the assistant, and leaves the instructions out.
	 */
	@Override
	public String toString() {
		return "Assistant[name=" + name() + ", id=" + id() + ", model=" + settings().model() + "]";
	}

	/**
	 * Builds an {@link Assistant}.
	 */
	public static final class Builder extends SettingsBuilder<Builder> {

		private final String name;

		private List<BuiltInTool> builtInTools = List.of();

		private List<String> approval = List.of();

		private @Nullable String id;

		private @Nullable String connection;

		private @Nullable String description;

		private Builder(String name) {
			this.name = Check.hasText(name, "name");
		}

		private Builder(Builder other) {
			this.name = other.name;
			this.builtInTools = other.builtInTools;
			this.approval = other.approval;
			this.id = other.id;
			this.connection = other.connection;
			this.description = other.description;
			this.settings = other.settings;
			this.instructions = other.instructions;
			this.tools = other.tools;
			this.metadata = other.metadata;
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Set the id of the assistant on the server, which runs on wire
		 * {@code assistants} need.
		 * @param id the id, or {@code null}
		 * @return this builder
		 */
		public Builder id(@Nullable String id) {
			this.id = id;
			return this;
		}

		/**
		 * Set the connection that its runs use.
		 * @param connection the name of a further connection, as in
		 * {@code openai.connections.<name>.*}, or {@code null} for the default one
		 * @return this builder
		 */
		public Builder connection(@Nullable String connection) {
			this.connection = connection;
			return this;
		}

		public Builder description(@Nullable String description) {
			this.description = description;
			return this;
		}

		/**
		 * Require an approval for the calls of functions.
		 * @param tools the names, {@code group:<name>}, or {@code *}
		 * @return this builder
		 */
		public Builder approval(String... tools) {
			return approval(List.of(tools));
		}

		/**
		 * Require an approval for the calls of functions.
		 * @param tools the names, {@code group:<name>}, or {@code *}
		 * @return this builder
		 */
		public Builder approval(List<String> tools) {
			this.approval = List.copyOf(tools);
			return this;
		}

		/**
		 * Set the tools that the server itself executes.
		 * @param tools the tools
		 * @return this builder
		 */
		public Builder builtInTools(BuiltInTool... tools) {
			return builtInTools(List.of(tools));
		}

		/**
		 * Set the tools that the server itself executes.
		 * @param tools the tools
		 * @return this builder
		 */
		public Builder builtInTools(List<? extends BuiltInTool> tools) {
			this.builtInTools = List.copyOf(tools);
			return this;
		}

		public Assistant build() {
			return new Assistant(this);
		}

	}

}
