package io.github.openairun.tool;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tracks the types of a schema that are being described, and keeps the schemas of
 * recursive types.
 */
final class SchemaDefinitions {

	private static final String DEFINITIONS = "#/$defs/";

	private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

	private final Map<Key, String> open = new HashMap<>();

	private final Map<Key, String> references = new HashMap<>();

	/** Complete a schema. */
	ObjectNode addTo(ObjectNode schema) {
		if (!this.definitions.isEmpty()) {
			schema.set("$defs", this.definitions);
		}
		return schema;
	}

	/**
	 * Describe a type in place, or by a reference if it is recursive.
	 * @param type the type
	 * @param names the names that distinguish it from the same type with other properties
	 * @param reference how to refer to the place, if it is the root
	 * @param description describes the type
	 * @return its schema, or a reference to that
	 */
	ObjectNode once(JavaType type, Set<String> names, @Nullable String reference, Supplier<ObjectNode> description) {
		Key key = new Key(type, names);
		if (this.open.containsKey(key) || this.references.containsKey(key)) {
			return SchemaNodes.reference(this.references.computeIfAbsent(key, this::refer));
		}
		this.open.put(key, (reference != null) ? reference : "");
		ObjectNode schema = description.get();
		this.open.remove(key);
		String used = this.references.get(key);
		if (used == null || used.equals(reference)) {
			return schema;
		}
		this.definitions.set(used.substring(DEFINITIONS.length()), schema);
		return SchemaNodes.reference(used);
	}

	private String refer(Key key) {
		String root = this.open.get(key);
		return (root == null || root.isEmpty()) ? definition(key.type()) : root;
	}

	private String definition(JavaType type) {
		String name = type.getRawClass().getSimpleName().replaceAll("[^A-Za-z0-9_-]", "_");
		String unique = name;
		Collection<String> taken = this.references.values();
		for (int i = 2; taken.contains(DEFINITIONS + unique); i++) {
			unique = name + i;
		}
		return DEFINITIONS + unique;
	}

	private record Key(JavaType type, Set<String> names) {

	}

}
