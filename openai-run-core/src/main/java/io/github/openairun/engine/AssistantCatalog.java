package io.github.openairun.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantNotFoundException;
import io.github.openairun.support.ClosestName;

/**
 * The assistants that the application defines, by name.
 *
 * @since 0.1.0
 */
public final class AssistantCatalog {

	private static final String SERVER_ID_PREFIX = "asst_";

	private final Map<String, Assistant> byName = new TreeMap<>();

	/**
	 * Create a catalog.
	 * @param assistants the assistants
	 * @throws IllegalArgumentException if two have the same name
	 */
	public AssistantCatalog(Collection<Assistant> assistants) {
		for (Assistant assistant : assistants) {
			Assistant other = this.byName.put(assistant.name(), assistant);
			Assert.isTrue(other == null,
					() -> "There are two assistants named '" + assistant.name() + "'; rename one of them");
		}
	}

	/**
	 * Find an assistant by its name or its id on the server.
	 * @param assistant the name or id
	 * @param onServer whether the wire in use has assistants on the server, so that an id
	 * may identify one that the application does not define
	 * @return the assistant
	 * @throws AssistantNotFoundException if there is none
	 */
	Assistant resolve(String assistant, boolean onServer) {
		Assistant known = find(assistant);
		if (known != null) {
			return known;
		}
		if (onServer && assistant.startsWith(SERVER_ID_PREFIX)) {
			return Assistant.named(assistant).id(assistant).build();
		}
		String similar = ClosestName.similarTo(assistant, this.byName.keySet());
		String remedy = (this.byName.isEmpty() ? "None is configured: set"
				: (similar != null) ? "Did you mean '" + similar + "'? Otherwise set" : "Set")
				+ " openai.run.assistants." + assistant + (onServer ? ".id" : ".model")
				+ ", or define an Assistant bean with that name";
		throw new AssistantNotFoundException(assistant, this.byName.keySet(), remedy, null);
	}

	/**
	 * Find an assistant that the application defines.
	 * @param assistant its name, or its id on the server
	 * @return the assistant, or {@code null} if there is none
	 */
	public @Nullable Assistant find(@Nullable String assistant) {
		if (assistant == null) {
			return null;
		}
		Assistant byName = this.byName.get(assistant);
		return (byName != null) ? byName
				: this.byName.values()
					.stream()
					.filter((candidate) -> assistant.equals(candidate.id()))
					.findFirst()
					.orElse(null);
	}

	/**
	 * Return all assistants.
	 * @return the assistants, in the order of their names
	 */
	public List<Assistant> all() {
		return List.copyOf(this.byName.values());
	}

}
