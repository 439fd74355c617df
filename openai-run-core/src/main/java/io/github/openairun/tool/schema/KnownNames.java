package io.github.openairun.tool.schema;

/**
 * What a parser remembers of the object that it has read last. The position in a stream
 * that a parser reports may be of this type, and then is asked whether an object was
 * complete.
 */
@FunctionalInterface
public interface KnownNames {

	/**
	 * Return whether the last object that ended here had a property.
	 * @param name the property's name
	 * @return whether it was given
	 */
	boolean lastObjectHas(String name);

}
