"""Tell pathway figures from others, by picture and caption; split composites; find the same picture again."""
